public import Decoding
import Foundation
public import LanguageModels
import Logging
import Speculation
public import Strategies

/// Opens models and puts engines together; each target is opened once.
public struct EngineFactory {
    /// Finds the models that strategies name.
    public let locator: ModelLocator

    let chat: ChatSettings
    let onRemark: (String) -> Void

    /// Hears how much of the files of a model has been taken; the last time that it is all.
    public var onProgress: ((_ done: Int, _ total: Int) -> Void)?

    private var targets: [OpenedTarget.Key: OpenedTarget] = [:]

    /// What has been said about drafts: several strategies may use one.
    private var saidOfDrafts: Set<String> = []

    /// Makes a factory that has opened nothing yet.
    ///
    /// - Parameters:
    ///   - locator: Finds the models that strategies name.
    ///   - chat: How prompts of every target are made, beyond what the models' own files say.
    ///   - onRemark: Hears, in one sentence each, what takes a while or went wrong without harm; unless given,
    ///     the sentences are logged.
    public init(
        locator: ModelLocator = ModelLocator(), chat: ChatSettings = ChatSettings(date: .today),
        onRemark: ((String) -> Void)? = nil
    ) {
        self.locator = locator
        self.chat = chat
        self.onRemark = onRemark ?? { Logger(label: "espalier").notice("\($0)") }
    }

    /// The target that a strategy names.
    ///
    /// - Throws: If there is no such model, or a file of it is damaged.
    public mutating func target(of strategy: Strategy) throws -> OpenedTarget {
        let location = try strategy.placing(strategy.targetPlace) { try locator.locate(strategy.targetModel) }
        let key = OpenedTarget.Key(
            location: location.resolvingSymlinksInPath(), opening: strategy.targetOpening)
        if let known = targets[key] { return known }
        let opened = try strategy.placing(strategy.targetPlace) {
            try OpenedTarget(
                strategy.targetModel, at: location, opening: key.opening, chat: chat, onProgress: onProgress)
        }
        onProgress?(1, 1)
        targets[key] = opened
        return opened
    }

    /// How a strategy's answers are drawn, and where they end.
    ///
    /// - Parameters:
    ///   - strategy: Says how to draw; its target ends answers.
    ///   - maximumNewTokens: The largest number of tokens of an answer; as many as the context holds unless given.
    ///   - asText: Whether the answer is one, which the tokens of model and chat format end; else no tokenizer is needed.
    /// - Returns: The rules.
    /// - Throws: If the target cannot be opened, has no tokenizer or no chat format that is known, or does not have a
    ///   token that the strategy names.
    public mutating func rules(
        for strategy: Strategy, maximumNewTokens: Int = .max, asText: Bool = true
    ) throws -> DecodingRules {
        let opened = try target(of: strategy)
        var faults: [Fault] = []
        let rules = strategy.request.rules(
            for: asText ? try opened.conversation() : nil, vocabularySize: opened.target.vocabularySize,
            maximumNewTokens: maximumNewTokens, faults: &faults)
        guard faults.isEmpty else { throw strategy.report(faults) }
        return rules
    }

    /// Loads what a strategy names.
    ///
    /// - Parameters:
    ///   - strategy: Names target, draft, builder and verifier.
    ///   - findsCosts: Whether to find the costs of its rounds too, where its builder asks for them.
    /// - Returns: The engine.
    /// - Throws: If a model cannot be loaded, or a file of costs cannot be read.
    public mutating func engine(for strategy: Strategy, findsCosts: Bool = true) throws -> DecodingEngine {
        let opened = try target(of: strategy)
        let context = DraftLoading(target: opened.target, locate: { [locator] in try locator.locate($0) })
        let draft = try strategy.placing(strategy.draftPlace) { try strategy.draft.product.load(in: context) }
        for remark in draft.remarks where saidOfDrafts.insert(remark).inserted { onRemark(remark) }
        var engine = DecodingEngine(
            target: opened.target, draft: draft, builder: strategy.builder?.product,
            verifier: strategy.verifier.product)
        if findsCosts, let builder = engine.builder {
            engine.builder = try CostLocator(target: opened, onRemark: onRemark)
                .weighing(builder, of: strategy, running: engine)
        }
        return engine
    }
}

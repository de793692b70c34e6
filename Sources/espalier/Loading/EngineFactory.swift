import Decoding
import Foundation
import LanguageModels
import Speculation
import Strategies

/// Opens models and puts engines together; each target is opened once.
struct EngineFactory {
    let locator: ModelLocator
    let chatTemplate: ChatTemplate?
    private var targets: [OpenedTarget.Key: OpenedTarget] = [:]

    init(locator: ModelLocator, chatTemplate: ChatTemplate?) {
        self.locator = locator
        self.chatTemplate = chatTemplate
    }

    /// The target that a strategy names.
    mutating func target(of strategy: Strategy) throws -> OpenedTarget {
        let key = OpenedTarget.Key(reference: strategy.targetModel, format: strategy.targetFormat)
        if let known = targets[key] { return known }
        let opened = try OpenedTarget(
            key.reference, folder: locator.folder(key.reference), format: key.format, chatTemplate: chatTemplate)
        targets[key] = opened
        return opened
    }

    /// Loads what a strategy names.
    ///
    /// - Parameters:
    ///   - strategy: Names target, draft, builder and verifier.
    ///   - withExperience: Whether to find the costs of its rounds too, where its builder asks for them.
    /// - Returns: The engine.
    /// - Throws: If a model cannot be loaded, or a file of costs cannot be read.
    mutating func engine(for strategy: Strategy, withExperience: Bool = true) throws -> DecodingEngine {
        let opened = try target(of: strategy)
        let draft = try strategy.draft.product.load(
            in: DraftLoading(target: opened.target, folder: { [locator] in try locator.folder($0) }))
        var engine = DecodingEngine(
            target: opened.target, draft: draft, builder: strategy.builder?.product,
            verifier: strategy.verifier.product, sampling: strategy.sampling)
        if withExperience {
            engine.experience = try CostLocator(target: opened).experience(for: strategy, running: engine)
        }
        return engine
    }
}

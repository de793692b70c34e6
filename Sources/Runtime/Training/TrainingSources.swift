import DemoModel
import Foundation
package import LanguageModels
import Speculation
package import Strategies
import Training

/// What several training runs have in common: the target, and conversations that are read and encoded once.
package struct TrainingSources {
    package let target: OpenedTarget
    private let codec: ChatCodec
    private let conversations: ConversationLocator
    private var corpora: [CorpusKey: Corpus] = [:]
    private var prompts: [PromptKey: HeldOutPrompts] = [:]

    /// What is doubtful about data that were read, each once.
    private var doubts: [String] = []

    /// The options that a corpus depends on.
    private struct CorpusKey: Hashable {
        let data: String
        let maximumLength: Int
        let tooLong: LengthRule
    }

    /// The options that held-out prompts depend on.
    private struct PromptKey: Hashable {
        let heldOut: String
        let prompts: Int
        let tokens: Int
    }

    /// Opens the target that a strategy names.
    package init(targetOf strategy: Strategy, chat: ChatSettings) throws {
        target = try strategy.placing(strategy.targetPlace) {
            try OpenedTarget(
                strategy.targetModel, at: ModelLocator().locate(strategy.targetModel),
                opening: strategy.targetOpening, chat: chat)
        }
        codec = try target.conversation()
        conversations = ConversationLocator(codec: codec, contextLimit: target.model.configuration.contextLimit)
    }

    /// What is doubtful about training on some data: that another model than the target wrote them, as far as that is known.
    ///
    /// - Parameter options: Name the data.
    /// - Returns: A sentence that says what to do; nil where nothing is.
    /// - Throws: If the bundled files are missing.
    func doubt(about options: TrainerOptions) throws -> String? {
        guard BundledFiles.conversationSets.contains(options.data), let author = try BundledFiles.model("demo"),
            author.resolvingSymlinksInPath() != target.model.location.resolvingSymlinksInPath()
        else { return nil }
        return "the data '\(options.data)' are answers of the demo model, and a draft learns what its target says: "
            + "'espalier regenerate PROMPTS --model \(target.reference) --output FILE' lets the target answer prompts itself, "
            + "and --data FILE trains on that"
    }

    /// A sentence for each file of which lines are left out, in no order that matters.
    package var remarks: [String] {
        let trained = corpora.filter { !$1.summary.unusable.isEmpty }
            .map { "\($0.data): \($1.summary.unusable.summary)" }
        let heldOut = prompts.filter { !$1.unusable.isEmpty }.map { "\($0.heldOut): \($1.unusable.summary)" }
        return Set(trained + heldOut).sorted() + doubts
    }

    /// The tokens to train on.
    mutating func corpus(_ options: TrainerOptions) throws -> Corpus {
        let key = CorpusKey(data: options.data, maximumLength: options.maximumLength, tooLong: options.tooLong)
        if let known = corpora[key] { return known }
        if let doubt = try doubt(about: options), !doubts.contains(doubt) { doubts.append(doubt) }
        let corpus = try conversations.corpus(options)
        corpora[key] = corpus
        return corpus
    }

    /// The prompts to measure on while training.
    mutating func heldOutPrompts(_ options: TrainerOptions) throws -> HeldOutPrompts {
        let key = PromptKey(
            heldOut: options.heldOut, prompts: options.evaluatePrompts, tokens: options.evaluateTokens)
        if let known = prompts[key] { return known }
        let read = try HeldOutPrompts(
            ConversationLocator.file(options.heldOut, requiringAnswers: false), codec: codec, options: options,
            contextLimit: target.model.configuration.contextLimit)
        prompts[key] = read
        return read
    }
}

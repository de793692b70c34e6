public import Decoding
public import Speculation

/// Runs strategies on the same prompts, interleaved, each against plain decoding by the same engine.
///
/// Every prompt is decoded by all strategies before the next one begins, so that a machine that slows down slows all
/// of them; their order rotates from prompt to prompt. Before anything is measured, all first turns are turned into
/// tokens and each strategy decodes a part of the first prompt to touch its weights and buffers once.
///
/// In a prompt of several turns each strategy follows its own conversation: its answer, decoded, becomes the
/// assistant's message. A turn that no longer fits the context in any of these conversations is skipped for all; so is a
/// whole prompt whose first turn does not fit.
public struct Comparison {
    /// The strategies to compare.
    public var entries: [ComparisonEntry]

    /// The prompts.
    public var workload: Workload

    /// The tokenizer and the chat template.
    public var codec: any ConversationCodec

    /// Makes plain decoding by the rules of strategies; called for all rules that no listed strategy decodes plainly by.
    public var plainEntry: (DecodingRules) throws -> ComparisonEntry

    /// The target's logits after some tokens, by plain scoring, `[vocabularySize]`; called only for differences.
    public var plainLogits: ([Token]) throws -> [Float]

    /// How many prompts each strategy decodes together, at least 1.
    ///
    /// Answers are the same; what is measured are tokens per second of all of them.
    public var concurrency = 1

    /// Called between rounds; once true, the run stops and reports the prompts that are complete.
    public var isCancelled: @Sendable () -> Bool = { false }

    /// Hears how far the run has come, outside of what is timed.
    public var onProgress: (ComparisonProgress) -> Void = { _ in }

    /// Sets up a comparison.
    ///
    /// - Parameters:
    ///   - entries: The strategies, at least one, with names of their own and one target in common.
    ///   - workload: The prompts.
    ///   - codec: The tokenizer and the chat template.
    ///   - plainEntry: Makes plain decoding by the rules of strategies.
    ///   - plainLogits: The target's logits after some tokens.
    public init(
        entries: [ComparisonEntry], workload: Workload, codec: any ConversationCodec,
        plainEntry: @escaping (DecodingRules) throws -> ComparisonEntry,
        plainLogits: @escaping ([Token]) throws -> [Float]
    ) {
        self.entries = entries
        self.workload = workload
        self.codec = codec
        self.plainEntry = plainEntry
        self.plainLogits = plainLogits
    }

    /// Checks all that can be checked without decoding: names, and that every prompt has tokens, some of which fit.
    ///
    /// - Throws: ``ComparisonError``, as ``run()`` would before it measures.
    public func validate() throws { _ = try ComparisonRun(self) }

    /// Runs everything.
    ///
    /// - Returns: What was measured on the prompts that all strategies completed.
    /// - Throws: ``ComparisonError``; for a strategy that fails on a prompt, the whole run ends. Also what `plainEntry`
    ///   and `plainLogits` throw.
    public func run() throws -> ComparisonResult {
        var run = try ComparisonRun(self)
        guard try run.warmUp() else { return run.result }
        for start in stride(from: 0, to: workload.prompts.count, by: concurrency) {
            let group = start..<min(start + concurrency, workload.prompts.count)
            guard try run.measure(promptsAt: group) else { break }
        }
        run.reportEnd()
        return run.result
    }
}

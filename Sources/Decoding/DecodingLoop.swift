public import Speculation

/// Decodes one sequence, round by round.
///
/// A round: grow a tree (`Growth`), score it in one pass of the target (`Scoring`), keep what the target agrees with
/// (`Acceptance`). The prompt is read when the loop is made (`Prefill`), which emits the first token. A tree of the
/// root alone is plain decoding.
///
/// Whatever a round needs is made once and used again: trees, lists and scores are values that their makers keep and
/// lend, and that are written anew in the same place as soon as nobody else holds them. So a round in the midst of a
/// sequence allocates nothing, as long as targets, drafts and builders do likewise and the caller holds on to nothing
/// (``round(into:)``).
public struct DecodingLoop {
    /// The tokens emitted so far, without the prompt.
    public internal(set) var emitted: [Token] = []

    /// Why decoding ended; nil while it goes on.
    public internal(set) var finish: FinishReason?

    /// Where the time of reading the prompt went, in the target and in the draft.
    public internal(set) var prefillSeconds = PhaseSeconds()

    let engine: DecodingEngine
    let limits: DecodingLimits
    let promptCount: Int

    /// The target's, which each round asks for.
    let contextLimit: Int
    var target: any TargetSession
    var draft: (any DraftSession)?
    var builder: (any TreeBuilder)?
    var verifier: any Verifier
    var random: SeededRandom
    var clock = PhaseClock()

    /// What rounds cost and bring, for a builder that asks for it.
    var experience: RoundExperience?

    /// The draft's passes of this round.
    var passes: [DraftPass] = []

    /// How many committed tokens the draft's next first pass will read.
    var unreadTokens: Int

    /// The tree of this round as grown.
    var grown = TokenTree(root: 0)

    /// The root and the accepted path of the latest round: nodes, their tokens.
    var keptNodes: [Int] = []
    var keptTokens: [Token] = []

    /// The accepted path without the root, and the draft's greedy path.
    var acceptedNodes: [Int] = []
    var greedyNodes: [Int] = []

    /// Reads a prompt and emits the first token.
    ///
    /// - Parameters:
    ///   - engine: What decodes.
    ///   - prompt: At least one token, fewer than the target's context.
    ///   - limits: When to stop.
    ///   - random: The only source of chance.
    /// - Throws: ``DecodingError`` for a prompt that does not fit; whatever the target and the draft throw.
    public init(
        _ engine: DecodingEngine, prompt: [Token], limits: DecodingLimits, random: SeededRandom
    ) throws {
        self.engine = engine
        self.limits = limits
        self.random = random
        promptCount = prompt.count
        contextLimit = engine.target.contextLimit
        builder = engine.builder
        verifier = engine.verifier
        experience = engine.experience?.latest
        experience?.beginSequence()
        unreadTokens = prompt.count
        let beginning = RoundSituation(
            contextLength: prompt.count,
            remainingDepth: limits.remainingDepth(after: 0, contextLeft: contextLimit - prompt.count),
            unreadTokens: prompt.count, learned: experience)
        let policy = engine.builder?.mayDraft(in: beginning) == false ? nil : engine.draft
        target = try engine.target.begin(providing: policy?.features)
        draft = try policy?.begin(
            DraftBeginning(
                sampling: engine.sampling, random: random.branch(1), maximumNewTokens: limits.maximumNewTokens))
        emitted.reserveCapacity(min(limits.maximumNewTokens, contextLimit))
        reserve(depth: engine.builder?.traits.maximumDepth ?? 0)
        try prefill(prompt)
    }

    /// Makes room for the longest path.
    private mutating func reserve(depth: Int) {
        keptNodes.reserveCapacity(depth + 1)
        keptTokens.reserveCapacity(depth + 1)
        acceptedNodes.reserveCapacity(depth)
        greedyNodes.reserveCapacity(depth)
        passes.reserveCapacity(depth)
    }

    /// One round: grow a tree, score it in one pass of the target, keep what the target agrees with.
    ///
    /// - Returns: What happened.
    /// - Throws: Whatever the target and the draft throw.
    /// - Precondition: Decoding has not ended.
    public mutating func round() throws -> RoundRecord {
        try observedRound().record
    }

    /// One round, written down in a record that has served before: nothing is allocated for it.
    ///
    /// - Parameter record: Overwritten; what it holds before plays no part.
    /// - Throws: Whatever the target and the draft throw.
    /// - Precondition: Decoding has not ended.
    public mutating func round(into record: inout RoundRecord) throws {
        _ = try observedRound(into: &record)
    }

    /// One round, with the tree, its scores and the verdict beside the counts; for display and diagnosis.
    ///
    /// - Returns: What happened, as counts and in full. Holding on to the outcome costs the target's session a copy
    ///   of its score buffer in the next round.
    /// - Throws: Whatever the target and the draft throw.
    /// - Precondition: Decoding has not ended.
    public mutating func observedRound() throws -> (record: RoundRecord, outcome: RoundOutcome) {
        var record = RoundRecord()
        let outcome = try observedRound(into: &record)
        return (record, outcome)
    }

    private mutating func observedRound(into record: inout RoundRecord) throws -> RoundOutcome {
        precondition(finish == nil, "the sequence has ended")
        clock.restart()
        // Made in place: a property's getter would be handed a copy of the whole loop.
        let situation = RoundSituation(
            contextLength: contextLength, remainingDepth: remainingDepth, unreadTokens: unreadTokens,
            learned: experience)
        try grow(in: situation)
        let tree = prune(in: situation)
        let scores = try score(tree)
        let outcome = judge(tree, scores)
        let context = contextLength
        let emitted = try commit(outcome)
        write(&record, grown: grown, outcome: outcome, emitted: emitted)
        learn(grown: grown, outcome: outcome, context: context)
        return outcome
    }

    /// The longest path that could still be emitted with a bonus token after it.
    var remainingDepth: Int {
        limits.remainingDepth(after: emitted.count, contextLeft: contextLimit - promptCount - emitted.count)
    }

    /// How many tokens the target's cache holds.
    var contextLength: Int { promptCount + emitted.count - 1 }
}

extension RoundSituation {
    /// Describes a round's start with what has been learned, if the builder asks for it.
    init(contextLength: Int, remainingDepth: Int, unreadTokens: Int, learned: RoundExperience?) {
        guard let learned else {
            self.init(contextLength: contextLength, remainingDepth: remainingDepth, unreadTokens: unreadTokens)
            return
        }
        self.init(
            contextLength: contextLength, remainingDepth: remainingDepth, unreadTokens: unreadTokens,
            costs: learned.costs, acceptance: learned.acceptance, pace: learned.pace)
    }
}

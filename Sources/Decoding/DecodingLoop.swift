public import Speculation

/// Decodes one sequence, round by round.
///
/// A round: grow a tree (`Growth`), score it in one pass of the target (`Scoring`), keep what the target agrees with
/// (`Acceptance`). The prompt is read when the loop is made (`Prefill`), which emits the first token. A tree of the
/// root alone is plain decoding. Between rounds the target has committed all tokens but the last one.
///
/// Whatever a round needs is made once and used again: trees, lists and scores are values that their makers keep and
/// lend, and that are written anew in the same place as soon as nobody else holds them. So a round in the midst of a
/// sequence allocates nothing, as long as targets, drafts and builders do likewise and the caller holds on to nothing
/// (``round(into:)``).
public struct DecodingLoop {
    /// The tokens emitted so far, without the prompt.
    public var emitted: [Token] { answer.tokens }

    /// Why decoding ended; nil while it goes on.
    public var finish: FinishReason? { answer.finish }

    /// How probable each emitted token was; empty unless the request asks for log-probabilities.
    public internal(set) var logProbabilities: [TokenLogProbabilities] = []

    /// Where the time of reading the prompt went, in the target and in the draft.
    public internal(set) var prefillSeconds = PhaseSeconds()

    /// How many of the prompt's tokens were held from an answer before, and not read again.
    public let heldCount: Int

    /// What the sequence began with: the whole conversation, where it continues one.
    public let prompt: [Token]

    let engine: DecodingEngine
    let sampling: SamplingRule

    /// How many of the most probable tokens are noted beside each emitted one; nil where nothing is noted.
    let notedTokens: Int?

    var target: any TargetSession

    /// The features of committed tokens that the target's session hands out.
    private let features: FeatureRequest?
    var draft: DraftPlace?
    var builder: (any TreeBuilder)?

    /// What the builder has declared; nil for plain decoding.
    let declared: DeclaredLimits?
    var verifier: any Verifier
    var random: SeededRandom
    var answer: GrowingAnswer
    var clock = PhaseClock()

    /// The draft's passes of this round.
    var passes: [DraftPass] = []

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
    ///   - request: The prompt, how tokens are drawn, and when to stop.
    /// - Throws: ``DecodingError`` for a prompt that does not fit; whatever the target and the draft throw.
    public init(_ engine: DecodingEngine, _ request: DecodingRequest) throws {
        var nothing: DecodedSequence?
        try self.init(engine, request, &nothing)
    }

    /// Reads what is new in a conversation's next prompt, and emits the first token.
    ///
    /// - Parameters:
    ///   - engine: What decodes, and has decoded the answers before.
    ///   - request: The whole conversation as the prompt, how tokens are drawn, and when to stop.
    ///   - sequence: What is held of the conversation. The loop takes it over, so that it is empty afterwards, and gives it
    ///     back with ``sequence()``. After an error it is lost, except for a prompt that does not fit.
    /// - Throws: ``DecodingError`` for a prompt that does not fit; whatever the target and the draft throw.
    public init(
        _ engine: DecodingEngine, _ request: DecodingRequest, continuing sequence: inout DecodedSequence
    ) throws {
        var held: DecodedSequence? = sequence
        sequence = DecodedSequence()
        defer { if let held { sequence = held } }
        try self.init(engine, request, &held)
    }

    /// Takes over what is held, unless that is nil for a text that nobody will go on from.
    private init(
        _ engine: DecodingEngine, _ request: DecodingRequest, _ previous: inout DecodedSequence?
    ) throws {
        let prompt = request.prompt
        try request.check(for: engine.target)
        self.engine = engine
        self.prompt = prompt
        sampling = request.rules.sampling
        notedTokens = request.logProbabilities
        random = request.random
        answer = GrowingAnswer(to: request, by: engine.target)
        builder = engine.succession.latest
        declared = builder.map { DeclaredLimits(of: $0) }
        verifier = engine.verifier
        let goesOn = previous != nil
        var held = previous ?? DecodedSequence()
        previous = nil
        heldCount = held.retainBeginning(of: prompt)
        let situation = RoundSituation(
            contextLength: prompt.count, remainingDepth: answer.remainingDepth,
            unreadTokens: engine.draft.flatMap { held.unreadTokens(of: $0, prompt: prompt) } ?? prompt.count)
        let policy = builder?.begin(in: situation) == false ? nil : engine.draft
        // Of a conversation's later answers any may come to draft, whatever this one does.
        (target, features) = try held.takeTarget(of: engine, providing: (goesOn ? engine.draft : policy)?.features)
        let beginning = DraftBeginning(
            sampling: sampling, random: random.branch(1),
            maximumNewTokens: request.rules.limits.maximumNewTokens, promptCount: prompt.count)
        draft = try policy.flatMap { try held.takeDraft(of: $0, for: beginning) }
        if notedTokens != nil { logProbabilities.reserveCapacity(answer.remainingDepth + 1) }
        reserve(depth: declared?.maximumDepth ?? 0)
        try prefill()
    }

    /// Reserves memory for the longest path.
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
    /// - Throws: Whatever the target and the draft throw; `TreeBuilderError` if the builder exceeds what it declares.
    /// - Precondition: Decoding has not ended.
    public mutating func round() throws -> RoundRecord {
        try observedRound().record
    }

    /// One round, written down in a record that has served before: nothing is allocated for it.
    ///
    /// - Parameter record: Overwritten; what it holds before plays no part.
    /// - Throws: Whatever the target and the draft throw; `TreeBuilderError` if the builder exceeds what it declares.
    /// - Precondition: Decoding has not ended.
    public mutating func round(into record: inout RoundRecord) throws {
        _ = try observedRound(into: &record)
    }

    /// One round, with the tree, its scores and the verdict beside the counts; for display and diagnosis.
    ///
    /// - Returns: What happened, as counts and in full. Holding on to the outcome costs the target's session a copy
    ///   of its score buffer in the next round.
    /// - Throws: Whatever the target and the draft throw; `TreeBuilderError` if the builder exceeds what it declares.
    /// - Precondition: Decoding has not ended.
    public mutating func observedRound() throws -> (record: RoundRecord, outcome: RoundOutcome) {
        var record = RoundRecord()
        let outcome = try observedRound(into: &record)
        return (record, outcome)
    }

    private mutating func observedRound(into record: inout RoundRecord) throws -> RoundOutcome {
        let tree = try beginRound()
        let scores = try score(tree)
        return try endRound(tree, scores, into: &record)
    }

    /// The first half of a round: grows a tree, and takes the part of it that is worth scoring.
    mutating func beginRound() throws -> TokenTree {
        precondition(finish == nil, "the sequence has ended")
        clock.restart()
        // Made in place: a property's getter would be handed a copy of the whole loop.
        let situation = RoundSituation(
            contextLength: contextLength, remainingDepth: min(answer.remainingDepth, target.depthLimit),
            unreadTokens: draft?.unread ?? 0, unreadBySource: draft?.unreadBySource ?? [])
        try grow(in: situation)
        return try prune(in: situation)
    }

    /// The second half of a round whose tree was scored together with others' (``DecodingBatch``).
    ///
    /// - Parameters:
    ///   - tree: The tree.
    ///   - scores: Its scores.
    ///   - seconds: This round's part of the pass.
    ///   - record: Overwritten.
    /// - Throws: Whatever the target and the draft throw.
    mutating func endRound(
        _ tree: TokenTree, _ scores: TreeScores, after seconds: Double, into record: inout RoundRecord
    ) throws {
        clock.resume(counting: seconds, as: \.target)
        _ = try endRound(tree, scores, into: &record)
    }

    /// The second half of a round: keeps what the target agrees with.
    private mutating func endRound(
        _ tree: TokenTree, _ scores: TreeScores, into record: inout RoundRecord
    ) throws -> RoundOutcome {
        let outcome = judge(tree, scores)
        let context = contextLength
        let emitted = try commit(outcome, scoredAs: scores)
        write(&record, grown: grown, outcome: outcome, emitted: emitted)
        learn(grown: grown, outcome: outcome, context: context)
        return outcome
    }

    /// Ends the loop, in the midst of an answer too, and hands over what is held for the next one.
    ///
    /// - Returns: The prompt and the answer, as target and draft hold them.
    public consuming func sequence() -> DecodedSequence {
        DecodedSequence(tokens: prompt + emitted, target: target, features: features, draft: draft)
    }

    /// How many tokens the target's cache holds.
    var contextLength: Int { prompt.count + emitted.count - 1 }
}

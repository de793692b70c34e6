public import Decoding
public import Speculation

/// Counts of one answer, one prompt or a whole workload; they add up, and every rate is derived from them.
///
/// "Drafting rounds" are those whose tree held a drafted node. The others (nothing found, the context full) decode plainly:
/// they count for tau, and not for what is said about the draft.
public struct GenerationTally: Sendable, Equatable {
    /// Target passes after the prompt's.
    public private(set) var rounds = 0

    /// Drafted nodes that the target scored.
    public private(set) var drafted = 0

    /// Drafted tokens that were accepted; never counts bonus tokens.
    public private(set) var accepted = 0

    /// Tokens that rounds emitted, bonus tokens included.
    public private(set) var emitted = 0

    /// All new tokens: ``emitted`` and the first of each answer, which reading the prompt yields.
    public private(set) var newTokens = 0

    /// Rounds that drafted something.
    public private(set) var draftingRounds = 0

    /// How many drafting rounds accepted at least *d* tokens, at index *d* - 1, up to the deepest tree's depth.
    public private(set) var roundsAccepting: [Int] = []

    /// Drafting rounds whose greedy path was not scored to its end.
    public private(set) var greedyPathPruned = 0

    /// Drafting rounds that accepted something, all of it on the greedy path.
    public private(set) var greedyPathAccepted = 0

    /// Tokens that the greedy paths alone would have had accepted, summed over drafting rounds.
    public private(set) var greedyPathMatched = 0

    /// How answers ended.
    public private(set) var finishes: [FinishReason: Int] = [:]

    /// Wall-clock seconds, prompts included.
    public private(set) var wallSeconds = 0.0

    /// Where ``wallSeconds`` went.
    public private(set) var seconds = PhaseSeconds()

    /// Counts nothing.
    public init() {}

    /// Counts one answer.
    public init(counting record: GenerationRecord) {
        var position = record.tokens.count - record.rounds.reduce(0) { $0 + $1.emitted }
        for round in record.rounds {
            count(round, followedBy: record.tokens.dropFirst(position))
            position += round.emitted
        }
        newTokens = record.tokens.count
        finishes[record.finish] = 1
        wallSeconds = record.wallSeconds
        seconds = record.seconds
    }

    /// Adds count by count.
    public static func += (left: inout GenerationTally, right: GenerationTally) {
        left.rounds += right.rounds
        left.drafted += right.drafted
        left.accepted += right.accepted
        left.emitted += right.emitted
        left.newTokens += right.newTokens
        left.draftingRounds += right.draftingRounds
        left.extendDepths(to: right.roundsAccepting.count)
        for (index, count) in right.roundsAccepting.enumerated() { left.roundsAccepting[index] += count }
        left.greedyPathPruned += right.greedyPathPruned
        left.greedyPathAccepted += right.greedyPathAccepted
        left.greedyPathMatched += right.greedyPathMatched
        left.finishes.merge(right.finishes, uniquingKeysWith: +)
        left.wallSeconds += right.wallSeconds
        left.seconds += right.seconds
    }

    /// Counts one round; `emittedFromHere` are the tokens from the round's first on, to the answer's end.
    private mutating func count(_ round: RoundRecord, followedBy emittedFromHere: ArraySlice<Int>) {
        rounds += 1
        drafted += round.drafted
        accepted += round.accepted
        emitted += round.emitted
        guard round.drafted > 0 else { return }
        draftingRounds += 1
        extendDepths(to: round.depth)
        for index in 0..<round.accepted { roundsAccepting[index] += 1 }
        if round.greedyPathPruned { greedyPathPruned += 1 }
        if round.acceptedGreedyPath { greedyPathAccepted += 1 }
        // The emitted tokens are what the target draws here whatever was drafted, so a chain of the greedy path alone
        // would have been accepted exactly as far as it agrees with them: the two runs are coupled by the same draws.
        // That is the verifier's losslessness; under a lossy one the figure describes this run only. Where the answer
        // ends before the path does, the agreement is a lower bound.
        greedyPathMatched += zip(round.greedyPath, emittedFromHere).prefix { $0 == $1 }.count
    }

    private mutating func extendDepths(to depth: Int) {
        let missing = depth - roundsAccepting.count
        if missing > 0 { roundsAccepting += [Int](repeating: 0, count: missing) }
    }
}

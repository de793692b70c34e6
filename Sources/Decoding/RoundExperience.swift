public import Speculation

/// What an engine has learned about its rounds: what they cost and what they bring.
///
/// Each sequence begins with what the engine's earlier ones have learned, goes on learning by itself, and hands the
/// result back when it ends. The data flow of a round: the loop puts costs, statistics and pace into the
/// ``RoundSituation`` that the builder sees; it notes the seconds of every pass; after the verdict it refines all three.
public struct RoundExperience: Sendable, Equatable {
    /// The seconds of the parts of a round.
    public private(set) var costs: RoundCosts

    /// How often drafted tokens were accepted.
    public private(set) var acceptance = AcceptanceStatistics()

    /// Whether drafting has paid lately.
    public private(set) var pace = DraftingPace()

    /// Whether observed seconds refine the costs; pinned costs stay as they are.
    public let refinesCosts: Bool

    /// A round counts for no more than so many times what such rounds are known to take: an interruption tells nothing of
    /// the kind of round that it hit.
    private static let mostExpected = 2.0

    /// Starts from costs alone.
    ///
    /// - Parameters:
    ///   - costs: Measured or pinned costs.
    ///   - refinesCosts: Whether observed seconds refine them.
    public init(costs: RoundCosts, refinesCosts: Bool) {
        self.costs = costs
        self.refinesCosts = refinesCosts
    }

    /// Learns that a sequence begins, whose first rounds take longer than those that follow.
    mutating func beginSequence() { pace.beginSequence() }

    /// Learns from a round.
    ///
    /// Pinned costs stand in for the clock, so that nothing of what is learned depends on it.
    mutating func learn(from round: ObservedRound) {
        let reading = refinesCosts ? round.promptReadingSeconds : 0
        var seconds = round.expectedSeconds(by: costs)
        if refinesCosts { seconds = reading + min(round.seconds.total - reading, Self.mostExpected * seconds) }
        pace.note(
            drafted: !round.passes.isEmpty, emitted: round.outcome.path.count + 1, seconds: seconds, reading: reading)
        if !round.passes.isEmpty { acceptance.observe(grown: round.grown, outcome: round.outcome) }
        if refinesCosts { refine(by: round) }
    }

    private mutating func refine(by round: ObservedRound) {
        let size = round.outcome.tree.count
        costs.verify.refine(size: size, context: round.context, observed: round.seconds.target)
        for (place, pass) in round.passes.enumerated() {
            if place > 0 {
                costs.draft.refine(size: pass.size, context: round.context, observed: pass.seconds)
            } else if pass.isTypicalRead {
                costs.read.refine(size: pass.size, context: round.context, observed: pass.seconds)
            }
        }
        let other = round.seconds.total - round.seconds.target - round.passes.reduce(0) { $0 + $1.seconds }
        // An interruption counts for no more than four times what was known, plus a microsecond to start from.
        costs.otherSeconds += (min(max(other, 0), 4 * costs.otherSeconds + 1e-6) - costs.otherSeconds) / 8
    }
}

/// One pass of the draft: how many tokens or nodes it ran, and how long.
struct DraftPass {
    /// The first pass after a prompt, or after rounds that did not draft, reads more than this and is no typical one.
    static let mostTypicalReads = 16

    var size: Int
    var seconds: Double

    /// Whether it is typical of a round's first pass.
    var isTypicalRead: Bool { size <= Self.mostTypicalReads }
}

/// Everything about a round that experience is made of.
struct ObservedRound {
    /// The tree as grown, before pruning.
    let grown: TokenTree
    let outcome: RoundOutcome
    /// The draft's passes in their order, the first of them reading committed tokens; empty when nothing was drafted.
    let passes: [DraftPass]
    /// The tokens before the tree.
    let context: Int
    let seconds: PhaseSeconds

    /// What the draft took to read more than a typical round leaves it, such as a prompt; else 0.
    var promptReadingSeconds: Double {
        guard let first = passes.first, !first.isTypicalRead else { return 0 }
        return first.seconds
    }

    /// The round's seconds by the costs; reading a long arrear counts like reading the tokens of a typical round.
    func expectedSeconds(by costs: RoundCosts) -> Double {
        var sum = costs.verify.seconds(size: outcome.tree.count, context: context) + costs.otherSeconds
        for (place, pass) in passes.enumerated() {
            sum +=
                place == 0
                ? costs.read.seconds(size: min(pass.size, DraftPass.mostTypicalReads), context: context)
                : costs.draft.seconds(size: pass.size, context: context)
        }
        return sum
    }
}

package import Costs
package import Speculation

/// What a builder has learned about rounds: what they cost and what they bring.
///
/// Each sequence begins with what the engine's earlier ones have learned, goes on learning by itself, and hands the
/// result on when it ends.
package struct RoundExperience: Sendable, Equatable {
    /// The seconds of the parts of a round.
    package private(set) var costs: RoundCosts

    /// How often drafted tokens were accepted.
    package var acceptance = AcceptanceStatistics()

    /// Whether drafting has paid lately.
    package var pace = DraftingPace()

    /// Whether observed seconds refine the costs; pinned costs stay as they are.
    package let refinesCosts: Bool

    /// A round counts for no more than this many times what such rounds are known to take: an interruption tells nothing of
    /// the kind of round that it hit.
    private static let mostExpected = 2.0

    /// Starts from costs alone.
    ///
    /// - Parameters:
    ///   - costs: Measured or pinned costs.
    ///   - refinesCosts: Whether observed seconds refine them.
    package init(costs: RoundCosts, refinesCosts: Bool) {
        self.costs = costs
        self.refinesCosts = refinesCosts
    }

    /// Learns that a sequence begins, whose first rounds take longer than those that follow.
    package mutating func beginSequence() { pace.beginSequence() }

    /// Learns from a round that did not end its sequence.
    ///
    /// Pinned costs stand in for the clock, so that nothing of what is learned depends on it.
    package mutating func learn(from round: ObservedRound) {
        guard let taken = round.seconds else { return }
        let reading = refinesCosts ? round.promptReadingSeconds : 0
        var seconds = round.expectedSeconds(by: costs)
        if refinesCosts { seconds = reading + min(taken.total - reading, Self.mostExpected * seconds) }
        pace.note(
            drafted: !round.passes.isEmpty, emitted: round.outcome.path.count + 1, seconds: seconds, reading: reading)
        if !round.passes.isEmpty { acceptance.observe(grown: round.grown, outcome: round.outcome) }
        if refinesCosts { refine(by: round, taking: taken) }
    }

    private mutating func refine(by round: ObservedRound, taking seconds: PhaseSeconds) {
        let (size, context) = (round.outcome.tree.count, round.contextLength)
        costs.verify.refine(size: size, context: context, observed: seconds.target)
        for (place, pass) in round.passes.enumerated() {
            if place > 0 {
                costs.draft.refine(size: pass.size, context: context, observed: pass.seconds)
            } else if pass.isTypicalRead {
                costs.read.refine(size: pass.size, context: context, observed: pass.seconds)
            }
        }
        let other = seconds.total - seconds.target - round.passes.reduce(0) { $0 + $1.seconds }
        // An interruption counts for no more than four times what was known, plus a microsecond to start from.
        costs.otherSeconds += (min(max(other, 0), 4 * costs.otherSeconds + 1e-6) - costs.otherSeconds) / 8
    }
}

package import Costs
package import Speculation

/// What a builder has learned about rounds: what they cost and what they bring.
///
/// Each sequence begins with what the engine's earlier ones have learned, goes on learning by itself, and hands the
/// result on when it ends.
package struct RoundExperience: Sendable, Equatable {
    /// The seconds of the parts of a round.
    package private(set) var costs: RoundCosts

    /// What each draft has brought, in the order of their costs.
    package var drafts: [DraftExperience]

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
        drafts = [DraftExperience](repeating: DraftExperience(), count: costs.drafts.count)
        self.refinesCosts = refinesCosts
    }

    /// Learns that a sequence begins, whose first rounds take longer than those that follow.
    package mutating func beginSequence() {
        for place in drafts.indices { drafts[place].pace.beginSequence() }
    }

    /// Learns from a round that did not end its sequence.
    ///
    /// Pinned costs stand in for the clock, so that nothing of what is learned depends on it.
    ///
    /// - Parameters:
    ///   - round: The round.
    ///   - considered: Whether each draft was asked, or would have been but for its pace: other rounds tell nothing of what
    ///     asking it brings.
    package mutating func learn(from round: ObservedRound, considering considered: [Bool]) {
        guard let taken = round.seconds else { return }
        let reading = refinesCosts ? round.promptReadingSeconds : 0
        var seconds = round.expectedSeconds(by: costs)
        if refinesCosts { seconds = reading + min(taken.total - reading, Self.mostExpected * seconds) }
        for place in drafts.indices where considered[place] {
            let asked = round.asked(place)
            drafts[place].pace.note(
                drafted: asked, emitted: round.outcome.path.count + 1, seconds: seconds,
                reading: refinesCosts ? round.promptReadingSeconds(of: place) : 0)
            if asked { drafts[place].acceptance.observe(grown: round.grown, outcome: round.outcome, of: place) }
        }
        if refinesCosts { refine(by: round, taking: taken) }
    }

    private mutating func refine(by round: ObservedRound, taking seconds: PhaseSeconds) {
        let (size, context) = (round.outcome.tree.count, round.contextLength)
        costs.verify.refine(size: size, context: context, observed: seconds.target)
        for pass in round.passes {
            if !pass.isFirst {
                costs.drafts[pass.source].draft.refine(size: pass.size, context: context, observed: pass.seconds)
            } else if pass.isTypicalRead {
                costs.drafts[pass.source].read.refine(size: pass.size, context: context, observed: pass.seconds)
            }
        }
        let other = seconds.total - seconds.target - round.passes.reduce(0) { $0 + $1.seconds }
        // An interruption counts for no more than four times what was known, plus a microsecond to start from.
        costs.otherSeconds += (min(max(other, 0), 4 * costs.otherSeconds + 1e-6) - costs.otherSeconds) / 8
    }
}

import Costs
import Speculation

extension DraftPass {
    /// The first pass after a prompt, or after rounds that did not draft, reads more than this and is no typical one.
    static let mostTypicalReads = 16

    /// Whether it is typical of a round's first pass.
    var isTypicalRead: Bool { size <= Self.mostTypicalReads }
}

extension ObservedRound {
    /// What the draft took to read more than a typical round leaves it, such as a prompt; else 0.
    var promptReadingSeconds: Double {
        guard let first = passes.first, !first.isTypicalRead else { return 0 }
        return first.seconds
    }

    /// The round's seconds by the costs; reading a long backlog counts like reading the tokens of a typical round.
    func expectedSeconds(by costs: RoundCosts) -> Double {
        var sum = costs.verify.seconds(size: outcome.tree.count, context: contextLength) + costs.otherSeconds
        for (place, pass) in passes.enumerated() {
            sum +=
                place == 0
                ? costs.read.seconds(size: min(pass.size, DraftPass.mostTypicalReads), context: contextLength)
                : costs.draft.seconds(size: pass.size, context: contextLength)
        }
        return sum
    }
}

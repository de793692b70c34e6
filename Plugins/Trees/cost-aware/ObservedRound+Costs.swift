import Costs
import Speculation

extension DraftPass {
    /// The first pass after a prompt, or after rounds that did not draft, reads more than this and is no typical one.
    static let mostTypicalReads = 16

    /// Whether it is typical of a round's first pass.
    var isTypicalRead: Bool { size <= Self.mostTypicalReads }

    /// What it took, where it read more than a typical round leaves.
    var promptReadingSeconds: Double { isFirst && !isTypicalRead ? seconds : 0 }
}

extension ObservedRound {
    /// What drafts took to read more than a typical round leaves them, such as a prompt; else 0.
    var promptReadingSeconds: Double { passes.reduce(0) { $0 + $1.promptReadingSeconds } }

    /// The same of one draft.
    func promptReadingSeconds(of source: Int) -> Double {
        passes.reduce(0) { $0 + ($1.source == source ? $1.promptReadingSeconds : 0) }
    }

    /// Whether a draft was asked.
    func asked(_ source: Int) -> Bool { passes.contains { $0.source == source } }

    /// The round's seconds by the costs; reading a long backlog counts like reading the tokens of a typical round.
    func expectedSeconds(by costs: RoundCosts) -> Double {
        var sum = costs.verify.seconds(size: outcome.tree.count, context: contextLength) + costs.otherSeconds
        for pass in passes {
            let draft = costs.drafts[pass.source]
            sum +=
                pass.isFirst
                ? draft.read.seconds(size: min(pass.size, DraftPass.mostTypicalReads), context: contextLength)
                : draft.draft.seconds(size: pass.size, context: contextLength)
        }
        return sum
    }
}

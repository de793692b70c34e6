import CostAwarePlugin
import Foundation
import Speculation
import Testing

@Suite("Acceptance is counted by depth, rank and confidence")
struct AcceptanceStatisticsTests {
    /// Two children of the root and two of the first, all with the same probability.
    static func tree(_ probability: Float) -> TokenTree {
        var tree = TokenTree(root: 9)
        var children = Candidates()
        for (token, parent) in [(1, 0), (2, 0), (3, 1), (4, 1)] {
            children.append(token, after: parent, logProbability: log(probability))
        }
        tree.attach(children)
        return tree
    }

    static func outcome(_ tree: TokenTree, path: [Int], bonus: Token) -> RoundOutcome {
        RoundOutcome(
            tree: tree, scores: TreeScores(logits: [], vocabularySize: 10),
            verdict: Verdict(lastAccepted: path.last ?? 0, bonus: bonus))
    }

    @Test("before any trial the draft is believed")
    func untried() {
        let statistics = AcceptanceStatistics()
        for probability in [Float(0.01), 0.3, 0.9] {
            let chance = statistics.probability(depth: 2, rank: 1, logProbability: log(probability))
            #expect(abs(chance - Double(probability)) < 1e-6)
        }
        #expect(statistics.rate(depth: 1, rank: 0) > statistics.rate(depth: 1, rank: 1))
    }

    @Test("a draft that is too sure, or not sure enough, is corrected where it is")
    func calibration() {
        var statistics = AcceptanceStatistics()
        let tree = Self.tree(0.5)
        // At depth 1 the first child is always right; at depth 2 always the second.
        for _ in 0..<500 { statistics.observe(grown: tree, outcome: Self.outcome(tree, path: [1, 4], bonus: 0)) }
        let chance = { statistics.probability(depth: $0, rank: $1, logProbability: log(0.5)) }
        #expect(chance(1, 0) > 0.95 && chance(1, 1) < 0.05)
        #expect(chance(2, 0) < 0.05 && chance(2, 1) > 0.95)
        #expect(statistics.rate(depth: 1, rank: 0) > 0.95 && statistics.rate(depth: 2, rank: 0) < 0.05)
        #expect(statistics.rate(depth: 2, rank: 1, parentLogProbability: log(0.5)) > 0.95)
    }

    @Test("a child that was grown and pruned counts, by the token emitted in its place")
    func pruned() {
        var statistics = AcceptanceStatistics()
        let tree = Self.tree(0.5)
        for _ in 0..<500 {
            statistics.observe(grown: tree, outcome: Self.outcome(tree.keeping([2]), path: [], bonus: 1))
        }
        #expect(statistics.rate(depth: 1, rank: 0) > 0.95)
        #expect(statistics.rate(depth: 1, rank: 1) < 0.05)
    }

    @Test("what was learned is unlearned when the text changes")
    func forgetting() {
        var statistics = AcceptanceStatistics()
        let tree = Self.tree(0.5)
        for _ in 0..<5_000 { statistics.observe(grown: tree, outcome: Self.outcome(tree, path: [1], bonus: 0)) }
        for _ in 0..<1_000 { statistics.observe(grown: tree, outcome: Self.outcome(tree, path: [2], bonus: 0)) }
        #expect(statistics.rate(depth: 1, rank: 1) > 0.9)
        #expect(statistics.rate(depth: 1, rank: 0) < 0.1)
    }
}

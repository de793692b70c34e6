import DynamicPlugin
import Foundation
import Speculation
import SpeculationTestKit
import Testing

@Suite("The dynamic tree is EAGLE-2's")
struct DynamicTreeTests {
    /// The reference's worked example: two children a node, three levels.
    static let example = ScriptedLaw.table(
        [
            [0]: row([1: 0.6, 2: 0.3]), [1]: row([3: 0.7, 4: 0.2]), [2]: row([5: 0.5, 6: 0.35]),
            [3]: row([7: 0.9, 8: 0.05]), [5]: row([9: 0.6, 10: 0.3]),
        ], otherwise: row([:]))

    static func row(_ given: [Token: Double]) -> [Double] {
        let rest = (1 - given.values.reduce(0, +)) / Double(11 - given.count)
        return (0..<11).map { given[$0] ?? rest }
    }

    func grown(_ builder: DynamicTree, _ law: ScriptedLaw) throws -> (tree: TokenTree, pruned: TokenTree) {
        var builder = builder
        return try TreeBuilderConformance().grow(&builder, ScriptedDraft(law), 0)
    }

    @Test("the worked example comes out node for node")
    func workedExample() throws {
        let (tree, pruned) = try grown(DynamicTree(depth: 3, topK: 2, totalTokens: 6), Self.example)
        #expect(tree.tokens == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(tree.parents == [-1, 0, 0, 1, 1, 2, 2, 3, 3, 5, 5])
        let products = [0.6, 0.3, 0.42, 0.12, 0.15, 0.105, 0.378, 0.021, 0.09, 0.045]
        #expect(zip(tree.scores.dropFirst(), products).allSatisfy { abs(exp(Double($0)) - $1) < 1e-6 })
        #expect(pruned.tokens == [0, 1, 2, 3, 4, 5, 7])
        #expect(pruned.parents == [-1, 0, 0, 1, 1, 2, 3])
        #expect(pruned.depths == [0, 1, 1, 2, 2, 2, 3])
        #expect(pruned.origins == [0, 1, 2, 3, 4, 5, 7])
    }

    @Test("the frontier is the best of the deepest level, best first, ties to the lower number")
    func frontier() {
        var builder = DynamicTree(depth: 4, topK: 3, totalTokens: 60)
        let situation = RoundSituation(contextLength: 3, remainingDepth: 100)
        var tree = TokenTree(root: 0)
        #expect(builder.nextFrontier(of: tree, in: situation) == Frontier([0], width: 3))
        attach([(1, 0, -2), (2, 0, -1), (3, 0, -1), (4, 0, -0.5), (5, 0, -1)], to: &tree)
        #expect(builder.nextFrontier(of: tree, in: situation) == Frontier([4, 2, 3], width: 3))
        attach([(6, 4, -9), (7, 4, -8)], to: &tree)
        #expect(builder.nextFrontier(of: tree, in: situation) == Frontier([7, 6], width: 3))
    }

    @Test("the pool holds k + (depth - 1) k² candidates, and the tree T - 1 of them")
    func counts() throws {
        let law = ScriptedLaw.random(vocabularySize: 12, seed: 1)
        let (tree, pruned) = try grown(DynamicTree(), law)
        #expect(DynamicTree().poolSize == 710)
        #expect(tree.draftedCount == 710)
        #expect(pruned.draftedCount == 60)
        #expect(tree.deepest == 8)
    }

    @Test("a child that scores no less than its parent never comes without it", arguments: UInt64(0)..<50)
    func parentsFirst(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var tree = TokenTree(root: 0)
        // Half of the children are certain, and some, by rounding, more than that.
        for node in 0..<40 {
            attach(
                (0..<3).map { (node * 3 + $0, node, [0, 0, -0.5, 1e-6, -1][Int(random.next() % 5)]) }, to: &tree)
        }
        let scores = tree.scores
        for count in 1...60 {
            var builder = DynamicTree(depth: 64, topK: 3, totalTokens: count)
            let pruned = builder.prune(tree, in: RoundSituation(contextLength: 1, remainingDepth: 100))
            #expect(pruned.draftedCount == count)
            let kept = Set(pruned.origins)
            let worst = pruned.origins.map { scores[$0] }.min() ?? 0
            #expect((1..<tree.count).allSatisfy { kept.contains($0) || scores[$0] <= worst + 1e-4 })
        }
    }

    @Test("the selection is that of a full sort", arguments: UInt64(0)..<20)
    func sameAsSorting(seed: UInt64) throws {
        let law = ScriptedLaw.random(vocabularySize: 8, seed: seed)
        let (tree, pruned) = try grown(DynamicTree(depth: 5, topK: 6, totalTokens: 30), law)
        let sorted = (1..<tree.count).sorted {
            tree.scores[$0] == tree.scores[$1] ? $0 < $1 : tree.scores[$0] > tree.scores[$1]
        }
        #expect(pruned.origins == [0] + sorted.prefix(30).sorted())
    }

    @Test("it honours the builder contract", arguments: [(8, 10, 60), (1, 3, 3), (5, 4, 12), (3, 1, 3), (2, 2, 1)])
    func conformance(depth: Int, topK: Int, totalTokens: Int) {
        let builder = DynamicTree(depth: depth, topK: topK, totalTokens: totalTokens)
        #expect(TreeBuilderConformance().faults(of: builder) == [])
    }

    private func attach(_ children: [(Token, Int, Float)], to tree: inout TokenTree) {
        var candidates = Candidates()
        for (token, parent, value) in children { candidates.append(token, after: parent, logProbability: value) }
        tree.attach(candidates)
    }
}

import Speculation
import Testing

@Suite("A token tree is flat arrays in node order")
struct TokenTreeTests {
    /// Root 9 with children 1, 2; below 1: 3, 4; below 2: 5; below 3: 6.
    static func sample() -> TokenTree {
        var tree = TokenTree(root: 9)
        tree.attach(candidates([(1, 0, -0.5), (2, 0, -1)]))
        tree.attach(candidates([(3, 1, -0.25), (4, 1, -2), (5, 2, -0.125)]))
        tree.attach(candidates([(6, 3, -0.5)]))
        return tree
    }

    static func candidates(_ children: [(Token, Int, Float?)]) -> Candidates {
        var candidates = Candidates()
        for (token, parent, value) in children { candidates.append(token, after: parent, logProbability: value) }
        return candidates
    }

    @Test("a revised node counts as what it is told, and so do those below it")
    func revising() {
        var tree = TokenTree(root: 0)
        tree.attach(Self.candidates([(1, 0, -0.5), (2, 0, -1)]))
        tree.attach(Self.candidates([(3, 1, -0.25), (4, 2, -2)]))
        var more = Self.candidates([(5, 3, -1)])
        more.revise(1, logProbability: -0.125, source: 1)
        tree.attach(more)
        #expect(tree.logProbabilities == [0, -0.125, -1, -0.25, -2, -1])
        #expect(tree.scores == [0, -0.125, -1, -0.375, -3, -1.375])
        #expect(tree.sources == [0, 1, 0, 0, 0, 0])
        #expect(tree.rankWithinSource(of: 1) == 0 && tree.rankWithinSource(of: 2) == 0)
        more.removeAll()
        #expect(more.revisions.isEmpty)
    }

    @Test("attaching numbers nodes in order and sums their scores")
    func attaching() {
        let tree = Self.sample()
        #expect(tree.tokens == [9, 1, 2, 3, 4, 5, 6])
        #expect(tree.parents == [-1, 0, 0, 1, 1, 2, 3])
        #expect(tree.depths == [0, 1, 1, 2, 2, 2, 3])
        #expect(tree.ranks == [0, 0, 1, 0, 1, 0, 0])
        #expect(tree.scores == [0, -0.5, -1, -0.75, -2.5, -1.125, -1.25])
        #expect(tree.origins == [0, 1, 2, 3, 4, 5, 6])
        #expect(tree.deepest == 3)
        #expect(tree.draftedCount == 6)
    }

    @Test("children attached later continue their parent's ranks")
    func ranksContinue() {
        var tree = Self.sample()
        tree.attach(Self.candidates([(7, 1, nil), (8, 0, nil)]))
        #expect(tree.ranks.suffix(2) == [2, 2])
        #expect(tree.scores.suffix(2) == [-0.5, 0])
    }

    @Test("keeping a selection renumbers it and remembers where it came from")
    func keeping() {
        let kept = Self.sample().keeping([2, 5])
        #expect(kept.tokens == [9, 2, 5])
        #expect(kept.parents == [-1, 0, 1])
        #expect(kept.origins == [0, 2, 5])
        #expect(kept.ranks == [0, 1, 0])
        #expect(kept.scores == [0, -1, -1.125])
        #expect(kept.deepest == 2)
        let again = kept.keeping([1])
        #expect(again.origins == [0, 2])
    }

    @Test("paths, children and the greedy path are found by walking")
    func walking() {
        let tree = Self.sample()
        #expect(tree.path(to: 6) == [1, 3, 6])
        #expect(tree.path(to: 0) == [])
        #expect(tree.child(of: 1, holding: 4) == 4)
        #expect(tree.child(of: 1, holding: 5) == nil)
        #expect(tree.childLists() == [[1, 2], [3, 4], [5], [6], [], [], []])
        #expect(tree.greedyPath() == [1, 3, 6])
        #expect(tree.keeping([2, 5]).greedyPath() == [])
    }

    @Test("limiting the depth takes away what is deeper, and nothing where nothing is")
    func limiting() {
        let tree = Self.sample()
        #expect(tree.limited(toDepth: 3) == tree)
        #expect(tree.limited(toDepth: 1).tokens == [9, 1, 2])
        #expect(tree.limited(toDepth: 0) == TokenTree(root: 9))
    }

    @Test("a descent follows the target's choices until no child holds one")
    func descent() {
        let choices = [1, 3, 0, 6, 0, 0, 7]
        #expect(Self.sample().descent { choices[$0] } == Verdict(lastAccepted: 6, bonus: 7))
        #expect(Self.sample().descent { _ in 8 } == Verdict(lastAccepted: 0, bonus: 8))
        #expect(TokenTree(root: 0).descent { _ in 4 } == Verdict(lastAccepted: 0, bonus: 4))
    }

    @Test("a draft's proposals stay with their nodes")
    func proposals() {
        var tree = TokenTree(root: 0)
        var drawn = Self.candidates([(1, 0, -1), (2, 0, -1)])
        let proposal = Proposal(tokens: [1, 2], weights: [0.5, 0.5], draw: .independent)
        drawn.proposals[0] = proposal
        tree.attach(drawn)
        #expect(tree.proposals[0] == proposal)
        #expect(tree.keeping([2]).proposals[0] == tree.proposals[0])
    }
}

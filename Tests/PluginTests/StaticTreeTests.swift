import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing

@Suite("The static tree keeps its shape")
struct StaticTreeTests {
    static let eagle1 = paths(
        """
        0 1 2 3 00 01 02 10 11 20 21 30 000 001 002 010 011 020 021 100 0000 0001 0002 00000 00001
        """)

    static func paths(_ text: String) -> [RankPath] {
        text.split(whereSeparator: \.isWhitespace).compactMap { RankPath(digits: String($0)) }
    }

    func grown(_ builder: StaticTree, _ draft: ScriptedDraft) throws -> TokenTree {
        var builder = builder
        return try TreeBuilderConformance().grow(&builder, draft, 0).pruned
    }

    @Test("EAGLE-1's tree has 25 nodes, levels of 4, 8, 8, 3 and 2, and 15 leaves")
    func eagle1Counts() throws {
        let tree = try grown(StaticTree(paths: Self.eagle1), ScriptedDraft(.random(vocabularySize: 16, seed: 4)))
        #expect(tree.draftedCount == 25)
        #expect((1...5).map { level in tree.depths.count { $0 == level } } == [4, 8, 8, 3, 2])
        #expect(tree.childLists().count { $0.isEmpty } == 15)
        #expect(tree.path(to: tree.count - 2) == [1, 5, 13, 21, 24])
    }

    @Test("nodes hold the ranks that the list names, however it is ordered")
    func ranks() throws {
        let law = ScriptedLaw.random(vocabularySize: 9, seed: 2)
        let builder = StaticTree(paths: Self.paths("2 0 21 02 021"))
        let tree = try grown(builder, ScriptedDraft(law))
        #expect(builder.paths.map(\.description) == ["0", "2", "02", "21", "021"])
        #expect(tree.draftedCount == 5)
        #expect(tree.ranks == [0, 0, 2, 2, 1, 1])
        #expect(tree.parents == [-1, 0, 0, 1, 2, 3])
    }

    @Test("where the draft runs out, that part of the tree is missing")
    func narrowDraft() throws {
        let law = ScriptedLaw.random(vocabularySize: 9, seed: 2)
        let tree = try grown(StaticTree(paths: Self.eagle1), ScriptedDraft(law, widest: 2, deepest: 3))
        #expect(tree.deepest == 3)
        #expect(tree.ranks.allSatisfy { $0 < 2 })
        #expect(tree.draftedCount == 2 + 4 + 5)
    }

    @Test("it honours the builder contract", arguments: ["0", "0 1 2", "0 00 000 0000", "1 12 3", "9 99"])
    func conformance(list: String) {
        var paths = Self.paths(list)
        for path in paths { if let parent = path.parent, !paths.contains(parent) { paths.append(parent) } }
        #expect(TreeBuilderConformance().faults(of: StaticTree(paths: paths)) == [])
        #expect(TreeBuilderConformance().faults(of: StaticTree(paths: Self.eagle1)) == [])
    }

    @Test("digits and lists name the same nodes; ranks of two digits need a list")
    func pathText() {
        #expect(RankPath(digits: "021") == RankPath([0, 2, 1]))
        #expect(RankPath([0, 12]).description == "[0, 12]")
        #expect(RankPath(digits: "0a") == nil)
        #expect(RankPath(digits: "") == nil)
        #expect(RankPath(digits: "٣") == nil)
    }
}

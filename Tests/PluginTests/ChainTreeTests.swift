import ChainPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("The chain is one path")
struct ChainTreeTests {
    @Test("it follows the draft's first choices to its depth", arguments: [1, 2, 6, 40])
    func firstChoices(depth: Int) throws {
        let law = ScriptedLaw.random(vocabularySize: 7, seed: 3)
        var builder = ChainTree(depth: depth)
        let tree = try TreeBuilderConformance().grow(&builder, ScriptedDraft(law), 2).pruned
        #expect(tree.parents == [-1] + Array(0..<depth))
        #expect(tree.greedyPath().count == depth)
        var history = [0, 1, 0, 1, 2]
        for token in tree.tokens.dropFirst() {
            let row = law.probabilities(history)
            #expect(row[token] == row.max())
            history.append(token)
        }
    }

    @Test("it honours the builder contract for every way of drawing children")
    func conformance() {
        #expect(TreeBuilderConformance().faults(of: ChainTree(depth: 5)) == [])
        #expect(ChainTree().traits.draws == Set(DrawMode.allCases))
    }
}

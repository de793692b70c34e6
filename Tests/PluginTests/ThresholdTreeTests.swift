import Speculation
import SpeculationTestKit
import Testing
import ThresholdPlugin

@Suite("A threshold's chain ends where the draft is unsure")
struct ThresholdTreeTests {
    @Test("the token below the threshold is the last")
    func ends() throws {
        // Each token is less sure of the next one.
        let law = ScriptedLaw(vocabularySize: 3) { history in
            let sure = [0.95, 0.8, 0.5, 0.4][min(history.count - 5, 3)]
            return [sure, (1 - sure) / 2, (1 - sure) / 2]
        }
        func depth(_ threshold: Double, longest: Int = 9) throws -> Int {
            var builder = ThresholdTree(depth: longest, threshold: threshold)
            return try TreeBuilderConformance().grow(&builder, ScriptedDraft(law), 0).pruned.deepest
        }
        #expect(try depth(0.96) == 1)
        #expect(try depth(0.9) == 2)
        #expect(try depth(0.6) == 3)
        #expect(try depth(0.45) == 4)
        #expect(try depth(0.3) == 9)
        #expect(try depth(0.3, longest: 2) == 2)
    }

    @Test("it honours the builder contract", arguments: [0, 0.4, 1])
    func contract(threshold: Double) {
        #expect(ThresholdTree().traits.isChain)
        #expect(TreeBuilderConformance().faults(of: ThresholdTree(threshold: threshold)) == [])
    }
}

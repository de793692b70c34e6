import Foundation
import OptTreePlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("OPT-Tree keeps the most probable nodes, for as long as a level adds enough")
struct OptTreeTests {
    /// The path probabilities of all nodes down to a depth, best first.
    static func everyPath(_ law: ScriptedLaw, after history: [Token], depth: Int) -> [Double] {
        func below(_ path: [Token], _ share: Double) -> [Double] {
            guard path.count < depth else { return [] }
            return law.probabilities(history + path).enumerated().flatMap { token, probability in
                [share * probability] + below(path + [token], share * probability)
            }
        }
        return below([], 1).sorted(by: >)
    }

    @Test("with a threshold of 0 it is the best tree of its size and depth", arguments: UInt64(0)..<12)
    func optimum(seed: UInt64) throws {
        let law = ScriptedLaw.random(vocabularySize: 4, seed: seed)
        for nodes in [1, 3, 8] {
            var builder = OptTree(depth: 4, totalTokens: nodes, threshold: 0)
            let grown = try TreeBuilderConformance().grow(&builder, ScriptedDraft(law), 1)
            let sum = (1...nodes).reduce(0) { $0 + exp(Double(grown.pruned.scores[$1])) }
            let best = Self.everyPath(law, after: [0, 1, 0, 1, 1], depth: 4).prefix(nodes).reduce(0, +)
            #expect(abs(sum - best) < 1e-5)
        }
    }

    @Test("a level that adds no more than the threshold is the last")
    func threshold() throws {
        // Half of the probability goes to each of two tokens, again and again: every level adds less.
        let law = ScriptedLaw(vocabularySize: 2) { _ in [0.7, 0.3] }
        func depth(_ threshold: Double) throws -> Int {
            var builder = OptTree(depth: 8, totalTokens: 4, threshold: threshold)
            return try TreeBuilderConformance().grow(&builder, ScriptedDraft(law), 0).tree.deepest
        }
        // The four best: 1.0 of one level; then .7, .49, .3, .21: 1.7; then .7, .49, .343, .3: 1.833.
        #expect(try depth(1.1) == 1)
        #expect(try depth(0.71) == 2)
        #expect(try depth(0.2) == 3)
        #expect(try depth(0) == 4)
    }

    @Test("it honours the builder contract", arguments: [1, 5, 60])
    func contract(nodes: Int) {
        #expect(TreeBuilderConformance().faults(of: OptTree(totalTokens: nodes)) == [])
        #expect(TreeBuilderConformance().faults(of: OptTree(depth: 3, totalTokens: nodes, threshold: 0)) == [])
    }
}

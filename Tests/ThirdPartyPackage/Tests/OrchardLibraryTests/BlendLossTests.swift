import OrchardLibrary
import Speculation
import SpeculationTestKit
import Testing

struct BlendLossTests {
    @Test
    func `It honours the contract of objectives`() throws {
        var options = OptionReader.describing()
        #expect(try ObjectiveConformance().faults(of: BlendLoss(from: &options)) == [])
    }

    @Test
    func `Both parts are weighted by the share`() throws {
        var options = OptionReader.describing()
        var bench = NumberBench(rowLosses: [1, 3])
        var random = SeededRandom(seed: 0)
        let sequence = TrainingSequence(tokens: Array(0..<8), isAnswer: [Bool](repeating: true, count: 8))
        let terms = try BlendLoss(from: &options).loss(of: sequence, on: &bench, using: &random)
        #expect(terms.map(\.name) == ["cross-entropy", "rejection"])
        // Rows of 1 and 3 over 8 tokens, in seven steps of which each weighs 0.8 of the one before; half of that each.
        let half = 0.5 * (1 + 3) / 8 * (1 + 0.8 + 0.64 + 0.512 + 0.4096 + 0.32768 + 0.262144)
        #expect(terms.allSatisfy { abs($0.value.numbers[0] - half) < 1e-12 })
        #expect(
            bench.asked.map(\.divergence) == [TokenDivergence](repeating: .crossEntropy, count: 7)
                + [TokenDivergence](repeating: .rejection, count: 7))
    }

    @Test
    func `The command knows it, and points at its name where that is misspelt`() throws {
        let check = try BuiltCommand.run("check", BuiltCommand.strategy(BlendLoss.name).path)
        #expect(check.status == 0 && check.text.contains("objective: \(BlendLoss.name)"), "\(check)")
        let report = try BuiltCommand.report(of: BlendLoss.name, misspelling: "objective")
        #expect(
            report.contains("unknown objective '\(BlendLoss.name)s'; did you mean '\(BlendLoss.name)'?"), "\(report)")
        #expect(report.contains("^"), "\(report)")
    }
}

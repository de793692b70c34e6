public import Speculation

/// Asks an objective for its loss of several sequences and reports where it breaks the contract.
///
/// Every term must be one finite number of a name of its own; the same chance must give the same loss; and the bench must be
/// asked for no more than the objective's traits have it prepare.
public struct ObjectiveConformance: Sendable {
    /// Makes the suite.
    public init() {}

    /// What is wrong with an objective, one sentence each; empty when nothing was found.
    ///
    /// - Parameter objective: The objective under test.
    /// - Returns: The faults.
    /// - Throws: What the objective throws.
    public func faults(of objective: any Objective) throws -> [String] {
        let traits = objective.traits
        var faults: [String] = []
        if traits.unrolledSteps < 1 { faults.append("it declares \(traits.unrolledSteps) unrolled steps") }
        for (place, sequence) in Self.sequences.enumerated() {
            var bench = Self.bench
            let terms = try Self.terms(of: objective, sequence, on: &bench)
            var again = Self.bench
            if try Self.terms(of: objective, sequence, on: &again).map(\.value) != terms.map(\.value) {
                faults.append("sequence \(place): the same random state gave another loss")
            }
            if terms.isEmpty { faults.append("sequence \(place): there is no loss") }
            if Set(terms.map(\.name)).count < terms.count { faults.append("two terms share a name") }
            for term in terms where term.value.numbers.count != 1 || !term.value.numbers.allSatisfy(\.isFinite) {
                faults.append("sequence \(place): term '\(term.name)' is \(term.value.numbers), not one finite number")
            }
            let steps = max(bench.asked.map { $0.step + 1 }.max() ?? 0, bench.deepestPath)
            if steps > traits.unrolledSteps {
                faults.append("it asked for \(steps) steps, and declares \(traits.unrolledSteps)")
            }
            if bench.usedReferenceDraft && !traits.needsReferenceDraft {
                faults.append("it asked for the reference draft, and declares that it needs none")
            }
        }
        return faults
    }

    private static func terms(
        of objective: any Objective, _ sequence: TrainingSequence, on bench: inout NumberBench
    ) throws -> [LossTerm<Numbers>] {
        var random = SeededRandom(seed: 5)
        return try objective.loss(of: sequence, on: &bench, using: &random)
    }

    /// Answers of many tokens, of one, and none at all.
    private static let sequences = [
        TrainingSequence(tokens: Array(0..<40), isAnswer: (0..<40).map { $0 >= 10 }),
        TrainingSequence(tokens: Array(0..<6), isAnswer: (0..<6).map { $0 == 5 }),
        TrainingSequence(tokens: Array(0..<6), isAnswer: [Bool](repeating: false, count: 6)),
    ]

    private static var bench: NumberBench {
        var bench = NumberBench(rowLosses: [0.5, 1.5, 2])
        bench.probabilities = { position, _ in (0.2 + 0.01 * Double(position), 0.1) }
        bench.accepted = { $0 % 3 }
        bench.logProbability = { path, position, draft in
            -0.3 * Double(path.count) - 0.01 * Double(position) - (draft == .reference ? 0.1 : 0)
        }
        bench.steps = { position in (0..<4).map { -0.2 * Double($0 + 1) - 0.01 * Double(position) } }
        return bench
    }
}

import Foundation
import Tensors
import Testing

/// Rows on their way through experts: who is chosen with what weight, and in which order what they make is added up.
struct ExpertTests {
    private static let choices = [
        ExpertChoice(count: 1, sumsToOne: false), ExpertChoice(count: 2, sumsToOne: true),
        ExpertChoice(count: 5, sumsToOne: false), ExpertChoice(count: 5, sumsToOne: true),
    ]

    private static func operations() -> StoredOperations {
        StoredOperations(rotary: RotaryTable(frequencies: [1]))
    }

    /// What expert e makes of a number: something of its own.
    private static func mixed(_ input: Matrix, scores: Matrix, _ choice: ExpertChoice) -> Matrix {
        var operations = operations()
        return operations.mix(input, scores: scores, choosing: choice) { number, rows, _ in
            var result = Matrix(rows: 0, columns: rows.columns)
            result.assign(rows)
            result.multiply(by: Float(number + 1))
            return result
        }
    }

    @Test(arguments: choices)
    func `Each row is the weighted sum of the experts that its scores choose`(choice: ExpertChoice) {
        var random = FixedRandom(1)
        let (input, scores) = (Matrix(random.numbers(7 * 9), columns: 9), Matrix(random.numbers(7 * 5), columns: 5))
        let output = Self.mixed(input, scores: scores, choice)
        for row in 0..<7 {
            let weights = scores[row].map { exp(Double($0)) }
            let chosen = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(choice.count)
            let total = (choice.sumsToOne ? chosen.map { weights[$0] } : weights).reduce(0, +)
            let factor = chosen.reduce(0.0) { $0 + weights[$1] / total * Double($1 + 1) }
            for (actual, number) in zip(output[row], input[row]) {
                #expect(abs(Double(actual) - factor * Double(number)) < 1e-5)
            }
        }
    }

    @Test(arguments: choices)
    func `A row's bits do not depend on the rows beside it`(choice: ExpertChoice) {
        var random = FixedRandom(2)
        let (input, scores) = (Matrix(random.numbers(6 * 3), columns: 3), Matrix(random.numbers(6 * 5), columns: 5))
        let together = Self.mixed(input, scores: scores, choice)
        for row in 0..<6 {
            let alone = Self.mixed(input.gathering([row]), scores: scores.gathering([row]), choice)
            #expect(Array(alone[0]) == Array(together[row]))
        }
    }

    @Test
    func `Of equal scores the first experts are chosen, and what is not finite stays so`() {
        let two = ExpertChoice(count: 2, sumsToOne: true)
        let input = Matrix([1, 1, 1], columns: 1)
        let scores = Matrix([0, 0, 0, .nan, 0, 5, .infinity, 1, 2], columns: 3)
        let output = Self.mixed(input, scores: scores, two)
        #expect(output[0].first == 1.5 && output[1].first?.isNaN == true && output[2].first?.isNaN == true)
    }
}

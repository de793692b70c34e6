import Foundation
import Tensors
import Testing

/// 4-bit copies of weights, with more bits where these matter.
struct FewBitCopyTests {
    private func copy(
        _ numbers: [Float], columns: Int, isSensitive: Bool = false, as format: StorageFormat = .float32
    ) throws -> WeightMatrix {
        let stored = StoredWeights(numbers, rows: numbers.count / columns, columns: columns, as: format)
        return try stored.matrix.converted(to: .q4, isSensitive: isSensitive)
    }

    /// By the width of rows: the name of the format and the most that errors may come to, by the size of the numbers.
    static let cases: [(columns: Int, isSensitive: Bool, name: String, bound: Double)] = [
        (256, false, "Q4_K", 0.08), (768, false, "Q4_K", 0.08), (256, true, "Q6_K", 0.02), (768, true, "Q6_K", 0.02),
        (288, false, "Q5_1", 0.04), (32, false, "Q5_1", 0.04), (288, true, "Q8", 0.006), (100, false, "Q8", 0.006),
        (1, true, "Q8", 0.006),
    ]

    @Test(arguments: cases, [StorageFormat.float32, .bfloat16, .float16])
    func `The width of rows and the kind of matrix choose the bits, and these bound the error`(
        of shape: (columns: Int, isSensitive: Bool, name: String, bound: Double), format: StorageFormat
    ) throws {
        var random = FixedRandom(shape.columns)
        let stored = StoredWeights(
            random.numbers(37 * shape.columns), rows: 37, columns: shape.columns, as: format)
        let copy = try stored.matrix.converted(to: .q4, isSensitive: shape.isSensitive)
        #expect(copy.format.name == shape.name && copy.rows == 37 && copy.columns == shape.columns)
        #expect(
            copy.format == WeightStorage.q4.format(of: format, columns: shape.columns, isSensitive: shape.isSensitive))
        #expect(copy.byteCount == copy.format.byteCount(rows: 37, columns: shape.columns))
        let widened = copy.widened()
        let error = zip(widened, stored.values).reduce(0) { $0 + pow(Double($1.0) - $1.1, 2) }
        let size = stored.values.reduce(0) { $0 + $1 * $1 }
        #expect((error / size).squareRoot() < shape.bound, "\((error / size).squareRoot())")
    }

    @Test
    func `Every variant makes the same copy`() throws {
        var random = FixedRandom(3)
        for columns in [256, 288, 1280] {
            let numbers = random.numbers(19 * columns)
            let copies = try KernelVariant.available.map { variant in
                try KernelVariant.with(variant) { try copy(numbers, columns: columns).widened() }
            }
            #expect(copies.allSatisfy { $0 == copies[0] })
        }
    }

    /// Large enough to be made in two pieces.
    @Test
    func `A copy that is made piece by piece has the numbers of its parts`() throws {
        let columns = 65_536
        var random = FixedRandom(7)
        let pattern = random.numbers(1009)
        let numbers = (0..<80 * columns).map { pattern[$0 % 1009] }
        var done: [Range<Int>] = []
        let whole = try WeightMatrix(Matrix(numbers, columns: columns)).converted(to: .q4) { done.append($0) }
        #expect(done.count == 2 && done[0].lowerBound == 0 && done[0].upperBound == done[1].lowerBound)
        var (found, expected) = (Matrix(rows: 0, columns: columns), Matrix(rows: 0, columns: columns))
        for row in [0, 63, 64, 79] {
            whole.lookUp([row], into: &found)
            let alone = Array(numbers[row * columns..<(row + 1) * columns])
            try copy(alone, columns: columns).lookUp([0], into: &expected)
            #expect(found.values == expected.values, "row \(row)")
        }
    }

    @Test
    func `What would not become smaller stays as it is`() throws {
        var random = FixedRandom(2)
        let few = try copy(random.numbers(16 * 256), columns: 256)
        #expect(try few.converted(to: .q4).widened() == few.widened())
        for (original, isSensitive, name) in [
            ("Q4_K", false, "Q4_K"), ("Q4_K", true, "Q4_K"), ("Q2_K", false, "Q2_K"), ("Q6_K", true, "Q6_K"),
            ("Q6_K", false, "Q4_K"), ("Q8_0", false, "Q4_K"), ("Q8_0", true, "Q6_K"),
        ] {
            let format = try #require(StorageFormat.gguf.first { $0.name == original })
            let kept = WeightStorage.q4.format(of: format, columns: 256, isSensitive: isSensitive)
            #expect(kept.name == name && kept.rearranged == nil)
        }
        let q8_0 = WeightStorage.q4.format(of: .q8_0, columns: 96, isSensitive: true)
        #expect(q8_0 == StorageFormat.q8_0.rearranged)
    }

    @Test
    func `Numbers that are not finite make NaN of their block, and finite ones beyond halves are named`() throws {
        var numbers = [Float](repeating: 0.5, count: 3 * 256)
        numbers[300] = .infinity
        let widened = try copy(numbers, columns: 256).widened()
        #expect(widened.indices.allSatisfy { widened[$0].isNaN == ($0 / 256 == 1) })
        numbers[300] = 0.5
        numbers[700] = 70_000
        let overflow = #expect(throws: StorageOverflow.self) { try copy(numbers, columns: 256) }
        #expect(overflow?.place == 700 && overflow?.number == 70_000 && overflow?.format == .float16)
    }
}

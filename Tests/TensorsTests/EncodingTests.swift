import Foundation
import Tensors
import Testing

/// Numbers are stored as the nearest of the type: judged by what the stored bits stand for, by definition.
struct EncodingTests {
    /// What the bits of a type stand for, and its finite magnitudes in ascending order.
    private struct Narrow: CustomTestStringConvertible {
        let format: StorageFormat
        let value: @Sendable (UInt16) -> Float
        let infinity: UInt16

        var testDescription: String { format.name }
    }

    private static let narrow = [
        Narrow(format: .float16, value: { Half(bits: $0).value }, infinity: 0x7C00),
        Narrow(format: .bfloat16, value: { Float(bitPattern: UInt32($0) << 16) }, infinity: 0x7F80),
    ]

    private func bits(_ format: StorageFormat, _ numbers: [Float]) throws -> [UInt16] {
        let data = try format.encoded(numbers)
        #expect(data.count == 2 * numbers.count)
        return numbers.indices.map { UInt16(data[2 * $0]) | UInt16(data[2 * $0 + 1]) << 8 }
    }

    @Test(arguments: narrow)
    private func `A number that the type holds keeps its value, infinities and both zeros included`(
        type: Narrow
    ) throws {
        let patterns = (0...type.infinity).flatMap { [$0, $0 | 0x8000] }
        #expect(try bits(type.format, patterns.map(type.value)) == patterns)
    }

    @Test(arguments: narrow)
    private func `A number between two goes to the nearer, and from the middle to the even one`(
        type: Narrow
    ) throws {
        let lower = Array(0..<type.infinity - 1)
        let middles = lower.map { (type.value($0) / 2) + (type.value($0 + 1) / 2) }
        #expect(try bits(type.format, middles) == lower.map { $0 + $0 % 2 })
        #expect(try bits(type.format, middles.map(\.nextDown)) == lower)
        #expect(try bits(type.format, middles.map(\.nextUp)) == lower.map { $0 + 1 })
        #expect(try bits(type.format, middles.map { -$0.nextUp }) == lower.map { ($0 + 1) | 0x8000 })
    }

    @Test(arguments: narrow)
    private func `What is not a number stays so, wherever its payload lies`(type: Narrow) throws {
        let numbers = [Float.nan, -.nan, .signalingNaN, Float(bitPattern: 0x7F80_0001), Float(bitPattern: 0xFF80_1000)]
        for (bits, number) in zip(try bits(type.format, numbers), numbers) {
            #expect(type.value(bits).isNaN && bits >> 15 == UInt16(number.bitPattern >> 31))
        }
    }

    @Test
    func `A finite number beyond the type is refused, with its place`() throws {
        for (format, largest, beyond) in [
            (StorageFormat.float16, Float(65504), Float(65520)),
            // Half the way from the largest bfloat16 to what would follow it.
            (.bfloat16, Float(bitPattern: 0x7F7F_0000), Float(bitPattern: 0x7F7F_8000)),
        ] {
            #expect(format.largest == largest)
            for sign in [Float(1), -1] {
                #expect(try bits(format, [sign * beyond.nextDown]) == bits(format, [sign * largest]))
                let error = #expect(throws: StorageOverflow.self) { try format.encoded([1, sign * beyond]) }
                #expect(error?.place == 1 && error?.number == sign * beyond && error?.format == format)
            }
        }
    }

    @Test
    func `Singles are stored to the bit`() throws {
        let numbers: [Float] = [0, -0.0, 1.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.infinity]
        let data = try StorageFormat.float32.encoded(numbers)
        #expect(WeightMatrix(bytes: data, format: .float32, rows: 2, columns: 3).widened() == numbers)
        #expect(data.prefix(8) == Data([0, 0, 0, 0, 0, 0, 0, 0x80]))
    }

    @Test
    func `Matrices of different encodings are compared by their numbers`() throws {
        let numbers: [Float] = (0..<600).map { Float($0) / 4 }
        func matrix(_ numbers: [Float], _ format: StorageFormat, rows: Int) throws -> WeightMatrix {
            WeightMatrix(
                bytes: try format.encoded(numbers), format: format, rows: rows, columns: numbers.count / rows)
        }
        let singles = try matrix(numbers, .float32, rows: 300)
        #expect(singles.holdsNumbers(of: try matrix(numbers, .float16, rows: 300)))
        #expect(!singles.holdsNumbers(of: try matrix(numbers, .float16, rows: 200)))
        // Beyond the first block of rows.
        var other = numbers
        other[599] += 0.25
        #expect(!singles.holdsNumbers(of: try matrix(other, .float16, rows: 300)))
    }
}

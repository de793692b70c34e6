import Foundation
import Tensors

/// A matrix that MLX has packed: rows of 32-bit words that hold whole numbers of 2 to 8 bits, lowest bits first,
/// which may go on in the next word.
struct MLXMatrix: Sendable {
    /// What it is seen as.
    let entry: TensorEntry

    private let weights: TensorEntry
    private let scales: TensorEntry
    private let biases: TensorEntry
    private let bits: Int
    private let groupSize: Int

    /// How many bits a number may have.
    static let widths = [2, 3, 4, 5, 6, 8]

    /// The same in words.
    static let widthsText = widths.map(String.init).joined(separator: ", ")

    /// Blocks of 32 numbers of 4 or 5 bits with a scale and a minimum in half precision; nil for wider ones.
    private static func blocks(ofBits bits: Int) -> StorageFormat? {
        guard bits <= 5 else { return nil }
        return StorageFormat.gguf.first { $0.name == (bits == 5 ? "Q5_1" : "Q4_1") }
    }

    /// Compares the parts of a packed matrix.
    ///
    /// - Parameters:
    ///   - weights: The words, `[rows, columns · bits / 32]`.
    ///   - scales: `[rows, columns / groupSize]`.
    ///   - biases: The same shape.
    ///   - groupSize: How many numbers share a scale.
    ///   - file: Where they are.
    /// - Throws: ``ModelError`` if one is missing, or their shapes do not fit.
    init(
        _ weights: TensorEntry, scales: TensorEntry?, biases: TensorEntry?, groupSize: Int, in file: SafetensorsFile
    ) throws(ModelError) {
        func refuse(_ problem: String) -> ModelError {
            ModelError(file.path, "tensor '\(weights.name)', packed by MLX, \(problem)")
        }
        guard let scales, let biases else { throw refuse("lacks its scales or biases in this file") }
        guard weights.shape.count == 2, scales.shape.count == 2, scales.shape == biases.shape,
            scales.shape[0] == weights.shape[0], scales.shape[1] > 0, scales.format != nil, biases.format != nil
        else {
            throw refuse(
                "has shape \(weights.shape), its scales \(scales.shape) of \(scales.type) and its biases \(biases.shape) of "
                    + "\(biases.type)")
        }
        let (columns, isTooLarge) = scales.shape[1].multipliedReportingOverflow(by: groupSize)
        let bits = isTooLarge ? 0 : Int(Double(weights.shape[1]) * 32 / Double(columns))
        guard Self.widths.contains(bits), columns / 32 * bits == weights.shape[1] else {
            throw refuse(
                "has \(weights.shape[1]) words in a row for \(scales.shape[1]) groups of \(groupSize) numbers, which is none of "
                    + "\(Self.widthsText) bits each")
        }
        (self.weights, self.scales, self.biases) = (weights, scales, biases)
        (self.bits, self.groupSize) = (bits, groupSize)
        // Half precision holds what bfloat16 does of ordinary sizes, but not of very small or large ones.
        let isExact = [scales, biases].allSatisfy { Self.fitsHalf($0, in: file) }
        let format = (isExact ? Self.blocks(ofBits: bits) : nil) ?? .float32
        guard let size = format.byteCount(rows: weights.shape[0], columns: columns) else {
            throw refuse("has rows of no whole blocks")
        }
        entry = TensorEntry(
            name: weights.name, type: "MLX \(bits)-bit", shape: [weights.shape[0], columns], range: 0..<size,
            format: format)
    }

    private static func numbers(_ entry: TensorEntry, in file: SafetensorsFile) -> [Float] {
        guard let format = entry.format else { return [] }
        return WeightMatrix(bytes: file.bytes(of: entry), format: format, rows: 1, columns: entry.count).widened()
    }

    private static func fitsHalf(_ entry: TensorEntry, in file: SafetensorsFile) -> Bool {
        entry.format == .float16 || numbers(entry, in: file).allSatisfy { Float(Float16($0)) == $0 }
    }

    /// The matrix as its ``entry`` says.
    ///
    /// - Parameter file: Where it is.
    /// - Returns: Blocks or singles, row-major.
    func unpacked(from file: SafetensorsFile) -> Data {
        let words = [UInt8](file.bytes(of: weights))
        let (scales, biases) = (Self.numbers(scales, in: file), Self.numbers(biases, in: file))
        return entry.format == .float32 ? singles(words, scales, biases) : blocks(words, scales, biases)
    }

    /// A number of the row-major matrix; a byte's lowest bits hold its first one.
    private func number(_ place: Int, of words: [UInt8]) -> UInt8 {
        let (byte, shift) = (place * bits).quotientAndRemainder(dividingBy: 8)
        let next = shift + bits > 8 ? UInt16(words[byte + 1]) << 8 : 0
        return UInt8((UInt16(words[byte]) | next) >> UInt16(shift) & (1 << UInt16(bits) - 1))
    }

    private func singles(_ words: [UInt8], _ scales: [Float], _ biases: [Float]) -> Data {
        var numbers = [Float](repeating: 0, count: entry.count)
        for place in numbers.indices {
            let group = place / groupSize
            numbers[place] = scales[group] * Float(number(place, of: words)) + biases[group]
        }
        return numbers.withUnsafeBytes { Data($0) }
    }

    /// Number i of a block lies in the low half of byte i, number i + 16 in its high half; fifth bits lie before them.
    private func blocks(_ words: [UInt8], _ scales: [Float], _ biases: [Float]) -> Data {
        var bytes = [UInt8](repeating: 0, count: entry.range.count)
        var next = 0
        for first in stride(from: 0, to: entry.count, by: 32) {
            let group = first / groupSize
            for part in [scales[group], biases[group]] {
                let pattern = Float16(part).bitPattern
                (bytes[next], bytes[next + 1]) = (UInt8(pattern & 0xFF), UInt8(pattern >> 8))
                next += 2
            }
            let numbers = (first..<first + 32).map { number($0, of: words) }
            if bits == 5 {
                for (place, number) in numbers.enumerated() {
                    bytes[next + place / 8] |= (number >> 4) << UInt8(place % 8)
                }
                next += 4
            }
            for place in 0..<16 {
                bytes[next] = numbers[place] & 0xF | numbers[place + 16] << 4
                next += 1
            }
        }
        return Data(bytes)
    }
}

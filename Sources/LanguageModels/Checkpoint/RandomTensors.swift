import Foundation
import Speculation
public import Tensors

/// Makes up tensors, for measurements of models whose weights nobody has at hand.
///
/// A number is ±m · 2⁻ᵉ with random sign and 1 ≤ m < 2; e suits the number of columns, so that activations stay of
/// about one size through the layers. Every tensor holds numbers of its own, as a real model's do. Blocks of a few bits a number
/// are random bits, whose scales are finite and small.
public struct RandomTensors: Sendable {
    /// How the numbers are stored: a format of files.
    public let format: StorageFormat

    /// Describes the tensors.
    ///
    /// - Parameter format: How the numbers are stored.
    /// - Precondition: It is one of ``/Tensors/StorageFormat/floats`` or ``/Tensors/StorageFormat/gguf``.
    public init(format: StorageFormat) {
        self.format = format
    }

    /// The bytes of a tensor, the same for the same name and shape.
    func bytes(named name: String, shape: [Int]) -> Data {
        let columns = shape.count > 1 ? shape[shape.count - 1] : 1
        let shift = Int((log2(Double(columns)) / 2).rounded()) + (columns > 1 ? 1 : 0)
        let (kept, fixed) = pattern(exponent: -shift)
        let count = shape.reduce(1, *) / format.blockNumbers * format.blockBytes
        var hash = ContentHash()
        hash.combine(name.utf8)
        var random = SplitMix64(from: hash.value)
        var words = [UInt64](repeating: 0, count: (count + 7) / 8)
        for index in words.indices { words[index] = random.next() & kept | fixed }
        return words.withUnsafeBytes { Data($0.prefix(count)) }
    }

    /// Which bits of a 64-bit word are random, sign and fraction of each number in it, and what the exponents are.
    private func pattern(exponent: Int) -> (kept: UInt64, fixed: UInt64) {
        // A byte whose first bit and sixth from the right are not set is no upper half of an infinity, and no large scale.
        guard let significandBits = format.significandBits else { return (0x1B1B_1B1B_1B1B_1B1B, 0) }
        let (width, fractionBits) = (8 * format.blockBytes, significandBits - 1)
        let bias = 1 << (width - fractionBits - 2) - 1
        let sign = UInt64(1) << (width - 1)
        let (kept, fixed) = (sign | UInt64(1) << fractionBits - 1, UInt64(bias + exponent) << fractionBits)
        return stride(from: 0, to: 64, by: width).reduce(into: (kept: 0, fixed: 0)) { words, shift in
            words.kept |= kept << shift
            words.fixed |= fixed << shift
        }
    }
}

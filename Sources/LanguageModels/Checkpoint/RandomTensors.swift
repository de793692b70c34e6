import Foundation
import Speculation
public import Tensors

/// Makes up tensors, for measurements of models whose weights nobody has at hand.
///
/// A number is ±m · 2⁻ᵉ with random sign and 1 ≤ m < 2; e suits the number of columns, so that activations stay of
/// about one size through the layers. Every tensor holds numbers of its own, as a real model's do.
public struct RandomTensors: Sendable {
    /// How the numbers are encoded.
    public let element: ElementType

    /// Describes the tensors.
    ///
    /// - Parameter element: How the numbers are encoded.
    public init(element: ElementType) {
        self.element = element
    }

    /// The bytes of a tensor, the same for the same name and shape.
    func bytes(named name: String, shape: [Int]) -> Data {
        let columns = shape.count > 1 ? shape[shape.count - 1] : 1
        let shift = Int((log2(Double(columns)) / 2).rounded()) + (columns > 1 ? 1 : 0)
        let (kept, fixed) = pattern(exponent: -shift)
        let count = shape.reduce(1, *) * element.byteCount
        var hash = ContentHash()
        hash.combine(name.utf8)
        var random = SplitMix64(from: hash.value)
        var words = [UInt64](repeating: 0, count: (count + 7) / 8)
        for index in words.indices { words[index] = random.next() & kept | fixed }
        return words.withUnsafeBytes { Data($0.prefix(count)) }
    }

    /// Which bits of a 64-bit word are random, and what the exponents in it are.
    private func pattern(exponent: Int) -> (kept: UInt64, fixed: UInt64) {
        switch element {
        case .float32: (0x807F_FFFF_807F_FFFF, 0x1_0000_0001 * UInt64((127 + exponent) << 23))
        case .bfloat16: (0x807F_807F_807F_807F, 0x1_0001_0001_0001 * UInt64((127 + exponent) << 7))
        case .float16: (0x83FF_83FF_83FF_83FF, 0x1_0001_0001_0001 * UInt64((15 + exponent) << 10))
        }
    }
}

package import Foundation

/// A tensor to be written, with the numbers that its bytes stand for.
package struct StoredTensor {
    /// The tensor's name.
    package let name: String

    /// The header's name of its number type.
    package let type: String

    /// Its extents.
    package let shape: [Int]

    /// Its bytes, little-endian.
    package let bytes: Data

    /// The numbers that the bytes hold, which rounding may have changed; empty for a tensor made of raw bytes.
    package let values: [Float]

    /// Makes a tensor of raw bytes.
    package init(_ name: String, type: String, shape: [Int], bytes: Data) {
        self.name = name
        self.type = type
        self.shape = shape
        self.bytes = bytes
        values = []
    }

    /// Stores numbers as singles, or cut down to the upper half of a single.
    package init(_ name: String, shape: [Int], _ numbers: [Float], asBfloat16 isHalf: Bool = false) {
        var bytes = Data(capacity: numbers.count * 4)
        for number in numbers {
            if isHalf {
                withUnsafeBytes(of: UInt16(number.bitPattern >> 16).littleEndian) { bytes.append(contentsOf: $0) }
            } else {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        self.name = name
        type = isHalf ? "BF16" : "F32"
        self.shape = shape
        self.bytes = bytes
        values = isHalf ? numbers.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) } : numbers
    }
}

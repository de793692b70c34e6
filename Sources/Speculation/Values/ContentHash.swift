package import Foundation

/// A number that depends on content alone: FNV-1a with 64 bits, its bits then mixed as SplitMix64 mixes them.
///
/// The standard library's hasher is seeded anew in every process; this one gives the same on every machine. FNV-1a's
/// upper bits are poor for short contents, hence the mixing.
package struct ContentHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Nothing yet.
    package init() {}

    /// Adds bytes.
    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Adds eight bytes in one step; their number is another than by ``combine(_:)``.
    package mutating func combine(word: UInt64) {
        state = (state ^ word) &* 0x100_0000_01B3
        // The product carries upwards only.
        state ^= state >> 32
    }

    /// Adds a number as its eight bytes, the lowest first.
    package mutating func combine(_ number: Int) {
        combine((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
    }

    /// The number.
    package var value: UInt64 { SplitMix64.mixed(state) }
}

extension ContentHash {
    /// Adds bytes eight at a time, for contents of many megabytes; what is left over, byte by byte.
    ///
    /// The same bytes give another number than by ``combine(_:)``.
    package mutating func combine(words bytes: Data) {
        bytes.withUnsafeBytes { bytes in
            let words = bytes.count / 8
            for word in 0..<words {
                combine(word: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self)))
            }
            combine(bytes[(8 * words)...])
        }
    }
}

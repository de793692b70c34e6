import CKernels
public import Foundation

extension StorageFormat {
    /// The largest finite number of a floating-point format.
    ///
    /// - Precondition: It is one of ``floats``.
    public var largest: Float {
        // All bits of the fraction set, and the largest exponent that is no infinity's.
        Float(sign: .plus, exponent: bias, significand: 2 - Float(sign: .plus, exponent: -fractionBits, significand: 1))
    }

    /// Stores numbers, each rounded to the nearest of the format and to the even one of two that are equally near.
    ///
    /// - Parameter numbers: Numbers in single precision; infinities and NaN stay what they are.
    /// - Returns: `numbers.count · blockBytes` bytes, little-endian.
    /// - Throws: ``StorageOverflow`` at the first finite number that would become infinite.
    /// - Precondition: It is one of ``floats``.
    public func encoded(_ numbers: [Float]) throws(StorageOverflow) -> Data {
        if self == .float32 { return Self.bytes(of: numbers.map(\.bitPattern.littleEndian)) }
        precondition(blockNumbers == 1 && blockBytes == 2, "numbers are not encoded in \(name)")
        let words =
            self == .bfloat16
            ? numbers.map { Self.upperHalf($0).littleEndian } : numbers.map { nearest($0).littleEndian }
        let infinity = infinity
        if let place = words.indices.first(where: {
            UInt16(littleEndian: words[$0]) & 0x7FFF == infinity && numbers[$0].isFinite
        }) {
            throw StorageOverflow(number: numbers[place], place: place, format: self)
        }
        return Self.bytes(of: words)
    }

    private var fractionBits: Int { Int(row.fraction_bits) }
    private var bias: Int { 1 << (Int(row.exponent_bits) - 1) - 1 }
    private var infinity: UInt16 { UInt16((1 << Int(row.exponent_bits) - 1) << fractionBits) }

    private static func bytes<Word: FixedWidthInteger>(of words: [Word]) -> Data {
        words.withUnsafeBytes { Data($0) }
    }

    /// The nearest number that the upper half of a single holds: what ``nearest(_:)`` gives, for whole models.
    private static func upperHalf(_ number: Float) -> UInt16 {
        let bits = number.bitPattern
        if number.isNaN { return UInt16(bits >> 16 & 0x8000) | 0x7FC0 }
        return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
    }

    /// The nearest BF16 number, the even one of two; infinite beyond the largest.
    package static func roundedToBFloat16(_ number: Float) -> Float {
        Float(bitPattern: UInt32(upperHalf(number)) << 16)
    }

    /// The nearest number of 16 bits.
    private func nearest(_ number: Float) -> UInt16 {
        let dropped = 23 - fractionBits
        let sign = UInt16(number.bitPattern >> 16 & 0x8000)
        let magnitude = number.bitPattern & 0x7FFF_FFFF
        // A NaN whose payload lies in what is dropped would turn into an infinity.
        if number.isNaN { return sign | infinity | UInt16(1) << (fractionBits - 1) }
        let rebasing = UInt32(127 - bias) << 23
        if rebasing > 0 && magnitude < rebasing + 1 << 23 {
            // Below the normal numbers all steps are equally wide; scaling by a power of two rounds nothing.
            let scale = Float(sign: .plus, exponent: bias - 1 + fractionBits, significand: 1)
            return sign | UInt16((Float(bitPattern: magnitude) * scale).rounded(.toNearestOrEven))
        }
        // A carry out of the fraction is the next exponent, as it should be.
        let rebased = magnitude - rebasing
        let rounded = (rebased + UInt32(1) << (dropped - 1) - 1 + (rebased >> UInt32(dropped) & 1)) >> UInt32(dropped)
        return sign | UInt16(min(rounded, UInt32(infinity)))
    }
}

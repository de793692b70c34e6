public import Foundation

extension ElementType {
    /// The largest finite number of the type.
    public var largest: Float {
        switch self {
        case .float32: .greatestFiniteMagnitude
        case .float16: 65504
        // All bits of the fraction set, and the largest exponent that is no infinity's.
        case .bfloat16: Float(bitPattern: 0x7F7F_0000)
        }
    }

    /// Stores numbers, each rounded to the nearest of the type and to the even one of two that are equally near.
    ///
    /// - Parameter numbers: Numbers in single precision; infinities and NaN stay what they are.
    /// - Returns: `numbers.count · byteCount` bytes, little-endian.
    /// - Throws: ``ElementOverflow`` at the first finite number that would become infinite.
    public func encoded(_ numbers: [Float]) throws(ElementOverflow) -> Data {
        let words: [UInt16]
        switch self {
        case .float32: return Self.bytes(of: numbers.map(\.bitPattern.littleEndian))
        case .float16: words = numbers.map { Self.half($0).littleEndian }
        case .bfloat16: words = numbers.map { Self.upperHalf($0).littleEndian }
        }
        let infinity: UInt16 = self == .float16 ? 0x7C00 : 0x7F80
        if let place = words.indices.first(where: {
            UInt16(littleEndian: words[$0]) & 0x7FFF == infinity && numbers[$0].isFinite
        }) {
            throw ElementOverflow(number: numbers[place], place: place, element: self)
        }
        return Self.bytes(of: words)
    }

    private static func bytes<Word: FixedWidthInteger>(of words: [Word]) -> Data {
        words.withUnsafeBytes { Data($0) }
    }

    /// The nearest bfloat16: the upper half of the bits, one more where the lower half calls for it.
    private static func upperHalf(_ number: Float) -> UInt16 {
        let bits = number.bitPattern
        // A NaN whose payload lies in the lower half alone would turn into an infinity.
        if number.isNaN { return UInt16(bits >> 16) | 0x40 }
        return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }

    /// The nearest IEEE half.
    private static func half(_ number: Float) -> UInt16 {
        let sign = UInt16(number.bitPattern >> 16 & 0x8000)
        let magnitude = number.bitPattern & 0x7FFF_FFFF
        if number.isNaN { return sign | 0x7E00 }
        // Half the way from the largest half to what would follow it, and beyond.
        if magnitude >= Float(65520).bitPattern { return sign | 0x7C00 }
        if magnitude < (Float(1) / 16384).bitPattern {
            // Below the normal halves all steps are 2⁻²⁴ wide; scaling by a power of two rounds nothing.
            return sign | UInt16((Float(bitPattern: magnitude) * 16_777_216).rounded(.toNearestOrEven))
        }
        // The exponents' biases differ by 112; a carry out of the fraction is the next exponent, as it should be.
        let rebased = magnitude - (112 << 23)
        return sign | UInt16((rebased + 0xFFF + (rebased >> 13 & 1)) >> 13)
    }
}

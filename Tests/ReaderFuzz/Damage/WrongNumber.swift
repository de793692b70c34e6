import Speculation

/// Numbers in the place of others: near ones, round ones, and those at which types end.
enum WrongNumber {
    /// An integer of 64 bits.
    static func integer(insteadOf old: UInt64, _ random: inout SeededRandom) -> UInt64 {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .random(in: 0...48, using: &random)
        case 1: old &+ UInt64.random(in: 1...9, using: &random)
        case 2: old &- UInt64.random(in: 1...9, using: &random)
        case 3: (1 << UInt64.random(in: 0..<64, using: &random)) &- UInt64.random(in: 0...1, using: &random)
        case 4: old << UInt64.random(in: 1...32, using: &random)
        default: random.next()
        }
    }

    /// A number as text, or what is no number.
    static func text(insteadOf old: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let text = String(decoding: old, as: UTF8.self)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let value = Int64(text).map { UInt64(bitPattern: $0) } ?? 1
            return Array("\(Int64(bitPattern: integer(insteadOf: value, &random)))".utf8)
        case 1:
            guard let value = Double(text) else { return Array("0".utf8) }
            let factor: Double = [1e3, 1e6, 1e12, -1, 0.5, 1e-9].randomElement(using: &random) ?? 0
            return Array("\(value * factor)".utf8)
        default: return Array((extremes.randomElement(using: &random) ?? "0").utf8)
        }
    }

    private static let extremes = [
        "0", "-0", "-1", "1", "2", "0.5", "-0.0", "1e0", "255", "256", "65535", "65536", "2147483647", "2147483648",
        "4294967295", "4294967296", "1000000000", "1000000000000", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "1e18", "1e19",
        "1e30", "1e38", "1e39", "1.7976931348623157e308", "1e309", "-1e309", "5e-324", "1e-400", "0x10", "1_000", "01",
        "+1", ".5", "1.", "NaN", ".nan", "Infinity", "-.inf", "null", "true", "\"\"", "\"1\"", "[]", "{}", "~",
    ]
}

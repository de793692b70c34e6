import Speculation

/// Damage to a safetensors file's header, whose size still fits unless it is what is wrong.
struct SafetensorsDamage: FileDamage {
    private static let sizeBytes = 8

    func wound(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard bytes.count >= Self.sizeBytes else { return }
        let size = bytes[..<Self.sizeBytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if Int.random(in: 0..<8, using: &random) == 0 || size > UInt64(bytes.count - Self.sizeBytes) {
            return put(WrongNumber.integer(insteadOf: size, &random), in: &bytes)
        }
        let end = Self.sizeBytes + Int(size)
        var header = Array(bytes[Self.sizeBytes..<end])
        TextDamage().wound(&header, &random)
        bytes.replaceSubrange(Self.sizeBytes..<end, with: header)
        put(UInt64(header.count), in: &bytes)
    }

    private func put(_ size: UInt64, in bytes: inout [UInt8]) {
        for byte in 0..<Self.sizeBytes { bytes[byte] = UInt8(truncatingIfNeeded: size >> (8 * UInt64(byte))) }
    }
}

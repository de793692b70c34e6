import Speculation

/// Damage that knows nothing of a file: bytes changed, lost, repeated, or taken from another file.
struct ByteDamage: FileDamage {
    /// The sound files, for what comes from elsewhere.
    let others: [[UInt8]]

    func wound(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        case 1: splice(&bytes, &random)
        case 2: bytes.removeSubrange(Self.range(bytes.count, &random))
        case 3: insert(&bytes, &random)
        default: flip(&bytes, &random)
        }
    }

    private func flip(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        // Half of all in the beginning, where headers are.
        let end = Bool.random(using: &random) ? bytes.count : min(bytes.count, 1024)
        for _ in 0..<(Bool.random(using: &random) ? 1 : Int.random(in: 2...8, using: &random)) {
            bytes[Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    /// Repeats a stretch of the file's own, or zeros, somewhere.
    private func insert(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let stretch =
            Bool.random(using: &random)
            ? Array(bytes[Self.range(bytes.count, &random)]) : [UInt8](repeating: 0, count: 8)
        bytes.insert(contentsOf: stretch, at: Int.random(in: 0...bytes.count, using: &random))
    }

    /// Lays a stretch of another file over this one.
    private func splice(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard let other = others.randomElement(using: &random) else { return }
        let stretch = other[Self.range(other.count, &random)]
        let start = Int.random(in: 0...bytes.count, using: &random)
        bytes.replaceSubrange(start..<min(start + stretch.count, bytes.count), with: stretch)
    }

    private static func range(_ count: Int, _ random: inout SeededRandom) -> Range<Int> {
        let start = Int.random(in: 0...count, using: &random)
        return start..<min(start + Int.random(in: 0...256, using: &random), count)
    }
}

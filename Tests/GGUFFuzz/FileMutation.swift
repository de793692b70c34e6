import Foundation
import Speculation

/// A file of the corpus with damage that follows from a number: the same number, the same bytes.
struct FileMutation {
    private let corpus: [Data]
    private let places: [[GGUFPlaces.Place]]

    init(_ corpus: [Data]) {
        self.corpus = corpus
        places = corpus.map { GGUFPlaces($0).places }
    }

    /// The bytes of a case.
    ///
    /// - Parameters:
    ///   - number: Which case it is.
    ///   - seed: Where the randomness starts.
    /// - Returns: Which file of the corpus was damaged, and what became of it.
    func bytes(ofCase number: Int, seed: UInt64) -> (file: Int, bytes: Data) {
        var random = SeededRandom(seed: seed, stream: UInt64(number))
        let file = Int.random(in: 0..<corpus.count, using: &random)
        var bytes = [UInt8](corpus[file])
        // Most files get one wound: a file with several is refused for the first.
        let wounds = 1 + (random.next() % 4 == 0 ? Int.random(in: 1...3, using: &random) : 0)
        // Places are those of the sound file, so they are used before anything moves.
        let numbers = Int.random(in: 0...wounds, using: &random)
        for _ in 0..<numbers { changeNumber(&bytes, of: file, &random) }
        for _ in numbers..<wounds {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: truncate(&bytes, &random)
            case 1: splice(&bytes, &random)
            case 2: remove(&bytes, &random)
            case 3: insert(&bytes, &random)
            default: flip(&bytes, &random)
            }
        }
        return (file, Data(bytes))
    }

    /// Puts something else where a count, a length, a type, an extent or an offset stands.
    private func changeNumber(_ bytes: inout [UInt8], of file: Int, _ random: inout SeededRandom) {
        guard let place = places[file].randomElement(using: &random) else { return }
        let old = bytes[place.offset..<place.offset + place.width].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let new: UInt64 =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .random(in: 0...48, using: &random)
            case 1: old &+ UInt64.random(in: 1...9, using: &random)
            case 2: old &- UInt64.random(in: 1...9, using: &random)
            case 3: (1 << UInt64.random(in: 0..<64, using: &random)) &- UInt64.random(in: 0...1, using: &random)
            case 4: old << UInt64.random(in: 1...32, using: &random)
            default: random.next()
            }
        for byte in 0..<place.width { bytes[place.offset + byte] = UInt8(truncatingIfNeeded: new >> (8 * byte)) }
    }

    private func flip(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        // Half of all in the beginning, where the metadata are.
        let end = Bool.random(using: &random) ? bytes.count : min(bytes.count, 1024)
        for _ in 0..<(Bool.random(using: &random) ? 1 : Int.random(in: 2...8, using: &random)) {
            bytes[Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private func truncate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
    }

    private func remove(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        bytes.removeSubrange(Self.range(bytes.count, &random))
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
        guard let other = corpus.randomElement(using: &random) else { return }
        let stretch = other[Self.range(other.count, &random)]
        let start = Int.random(in: 0...bytes.count, using: &random)
        bytes.replaceSubrange(start..<min(start + stretch.count, bytes.count), with: stretch)
    }

    private static func range(_ count: Int, _ random: inout SeededRandom) -> Range<Int> {
        let start = Int.random(in: 0...count, using: &random)
        return start..<min(start + Int.random(in: 0...256, using: &random), count)
    }
}

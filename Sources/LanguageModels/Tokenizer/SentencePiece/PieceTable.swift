/// Finds the ids of pieces by their bytes, without making a string of what is looked for.
///
/// A hash table with open addressing over one array that holds all pieces: scores are asked for every pair of
/// neighbours, far more often than pairs are merged.
struct PieceTable: Sendable {
    /// All pieces' bytes, one piece after another.
    private let bytes: [UInt8]

    /// Where each piece begins, and where the last one ends.
    private let starts: [Int]

    /// Ids, each near the place that its piece's hash says; -1 where a slot is free.
    private var slots: [Int32]

    /// The number of bytes of the longest piece that can be found.
    private(set) var longest = 0

    /// Lays a table out.
    ///
    /// - Parameters:
    ///   - pieces: The pieces, at their ids' places.
    ///   - isFound: For each piece, whether it can be found. Of pieces that are spelled alike the first one is.
    init(_ pieces: [String], isFound: [Bool]) {
        var (bytes, starts): ([UInt8], [Int]) = ([], [0])
        for piece in pieces {
            bytes.append(contentsOf: piece.utf8)
            starts.append(bytes.count)
        }
        (self.bytes, self.starts) = (bytes, starts)
        // At most half of the slots are taken, so that a search soon meets a free one.
        var size = 2
        while size < 2 * pieces.count { size *= 2 }
        slots = Array(repeating: -1, count: size)
        bytes.withUnsafeBytes { all in
            for id in pieces.indices where isFound[id] && starts[id] < starts[id + 1] {
                let piece = UnsafeRawBufferPointer(rebasing: all[starts[id]..<starts[id + 1]])
                let (slot, known) = place(of: piece, in: all)
                if known == nil { slots[slot] = Int32(id) }
                longest = max(longest, piece.count)
            }
        }
    }

    /// The number of bytes of a piece.
    func byteCount(of id: Int) -> Int { starts[id + 1] - starts[id] }

    /// The id of the piece that a stretch of bytes spells; nil when there is none.
    func id(of range: Range<Int>, in text: [UInt8]) -> Int? {
        guard range.count <= longest else { return nil }
        return text.withUnsafeBytes { text in
            bytes.withUnsafeBytes { place(of: UnsafeRawBufferPointer(rebasing: text[range]), in: $0).id }
        }
    }

    /// The slot in which a piece stands, or would stand.
    private func place(
        of piece: UnsafeRawBufferPointer, in all: UnsafeRawBufferPointer
    ) -> (slot: Int, id: Int?) {
        // Seeded for each process: no file can be made to fill one corner of the table.
        var hasher = Hasher()
        hasher.combine(bytes: piece)
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] >= 0 {
            let id = Int(slots[slot])
            if all[starts[id]..<starts[id + 1]].elementsEqual(piece) { return (slot, id) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return (slot, nil)
    }
}

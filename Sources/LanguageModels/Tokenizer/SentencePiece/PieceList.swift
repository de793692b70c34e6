/// A text's pieces while they are merged by scores: a linked list in arrays, with the possible merges in a heap.
struct PieceList {
    /// Marks the end of the list in either direction.
    private static let none = -1

    private let text: [UInt8]
    private let table: PieceTable

    /// Where each piece begins in the text; pieces begin as single characters.
    private var starts: [Int]

    /// Where each piece ends; its start where another piece has swallowed it.
    private var ends: [Int]
    private var previous: [Int]
    private var next: [Int]
    private var queue = MergeQueue()

    /// Where the pieces begin that merge with nothing.
    private var frozen: Set<Int> = []

    /// For each unused piece that may have been made, how many of its bytes are the left one of its parts.
    private var partings: [Int: Int] = [:]

    init(_ text: [UInt8], _ table: PieceTable, keeping whole: WholePieces) {
        self.text = text
        self.table = table
        if whole.isEmpty {
            starts = text.indices.filter { text[$0] & 0xC0 != 0x80 }
        } else {
            (starts, frozen) = Self.starts(in: text, keeping: whole)
        }
        ends = starts.dropFirst() + (starts.isEmpty ? [] : [text.count])
        previous = starts.indices.map { $0 - 1 }
        next = starts.indices.map { $0 + 1 }
        if !next.isEmpty { next[next.count - 1] = Self.none }
    }

    /// Where characters begin, and pieces that stand as they are: leftmost first, and of several there the longest.
    private static func starts(in text: [UInt8], keeping whole: WholePieces) -> (starts: [Int], frozen: Set<Int>) {
        var (starts, frozen): ([Int], Set<Int>) = ([], [])
        var place = 0
        while place < text.count {
            if text[place] & 0xC0 == 0x80 {
                place += 1
                continue
            }
            starts.append(place)
            if let length = whole.length(at: place, in: text) {
                frozen.insert(place)
                place += length
            } else {
                place += 1
            }
        }
        return (starts, frozen)
    }

    /// Merges neighbours that are a piece together, lowest rank first and leftmost of equals, until none are.
    mutating func merge(ranks: [Int32], isUnused: [Bool]) {
        for left in starts.indices.dropLast() { propose(left, ranks, isUnused) }
        while let candidate = queue.popFirst() {
            let left = candidate.left
            let right = next[left]
            // A merge that took part of this pair has made the proposal void.
            guard right != Self.none, starts[left] < ends[left],
                ends[right] - starts[left] == table.byteCount(of: candidate.id)
            else { continue }
            ends[left] = ends[right]
            ends[right] = starts[right]
            next[left] = next[right]
            if next[left] != Self.none { previous[next[left]] = left }
            if previous[left] != Self.none { propose(previous[left], ranks, isUnused) }
            propose(left, ranks, isUnused)
        }
    }

    private mutating func propose(_ left: Int, _ ranks: [Int32], _ isUnused: [Bool]) {
        let right = next[left]
        guard right != Self.none, !frozen.contains(starts[left]), !frozen.contains(starts[right]),
            let id = table.id(of: starts[left]..<ends[right], in: text)
        else { return }
        if isUnused[id] { partings[id] = ends[left] - starts[left] }
        queue.insert(MergeQueue.Candidate(rank: Int(ranks[id]), left: left, id: id))
    }

    /// The pieces that are left, in order, with their ids; nil for a character that is no piece.
    ///
    /// A piece that is not used was only a step on the way to longer ones: it comes apart again.
    func pieces(isUnused: [Bool]) -> [(range: Range<Int>, id: Int?)] {
        var pieces: [(range: Range<Int>, id: Int?)] = []
        for piece in starts.indices where starts[piece] < ends[piece] {
            var pending = [starts[piece]..<ends[piece]]
            while let range = pending.popLast() {
                let id = table.id(of: range, in: text)
                if let id, isUnused[id], let length = partings[id] {
                    pending.append(range.lowerBound + length..<range.upperBound)
                    pending.append(range.lowerBound..<range.lowerBound + length)
                } else {
                    pieces.append((range, id))
                }
            }
        }
        return pieces
    }
}

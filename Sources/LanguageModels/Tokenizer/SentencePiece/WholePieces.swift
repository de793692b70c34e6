/// Pieces that a user has defined: wherever a text spells one it stands as it is, and nothing merges with it.
///
/// A sorted list in which every further byte narrows the range, since a vocabulary may have thousands that begin alike.
struct WholePieces: Sendable {
    private let sorted: [[UInt8]]

    /// Sorts the pieces; one that spells nothing is left out.
    init(_ pieces: some Sequence<String>) {
        sorted = pieces.map { Array($0.utf8) }.filter { !$0.isEmpty }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Whether there are none.
    var isEmpty: Bool { sorted.isEmpty }

    /// The number of bytes of the longest piece that stands at a place of a text; nil where none does.
    func length(at start: Int, in text: [UInt8]) -> Int? {
        var (low, high, longest) = (0, sorted.count, Int?.none)
        for index in start..<text.count {
            let (depth, byte) = (index - start, text[index])
            low = place(in: low..<high) { $0.count > depth && $0[depth] >= byte }
            high = place(in: low..<high) { $0.count > depth && $0[depth] > byte }
            if low == high { break }
            // The shortest stands first.
            if sorted[low].count == depth + 1 { longest = depth + 1 }
        }
        return longest
    }

    /// The first place of a range whose piece is beyond something; all of those behind it are.
    private func place(in range: Range<Int>, where isBeyond: ([UInt8]) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The tokens of one word while they are merged: a linked list in an array, with the possible merges in a heap.
struct SymbolList {
    /// Marks the end of the list in either direction.
    private static let none = -1

    private var values: [Int]
    private var previous: [Int]
    private var next: [Int]
    private var isAlive: [Bool]
    private var queue = MergeQueue()

    init(_ ids: [Int]) {
        values = ids
        previous = Array(-1..<ids.count - 1 + (ids.isEmpty ? 1 : 0))
        next = Array(1..<ids.count + 1)
        if !ids.isEmpty { next[ids.count - 1] = Self.none }
        isAlive = Array(repeating: true, count: ids.count)
    }

    /// The tokens that are left, each with the last of the initial ones that it was made of.
    var spans: [(id: Int, last: Int)] {
        values.indices.filter { isAlive[$0] }.map { index in
            (values[index], (next[index] == Self.none ? values.count : next[index]) - 1)
        }
    }

    /// Applies merges, lowest rank first and leftmost of equals, until none is possible.
    mutating func merge(with merges: [UInt64: BytePairEncoding.Merge]) {
        for left in values.indices.dropLast() { propose(left, from: merges) }
        while let candidate = queue.popFirst() {
            let left = candidate.left
            let right = next[left]
            // A merge that took part of this pair has made the proposal void.
            guard isAlive[left], right != Self.none,
                merges[BytePairEncoding.key(values[left], values[right])]?.id == candidate.id
            else { continue }
            values[left] = candidate.id
            isAlive[right] = false
            next[left] = next[right]
            if next[left] != Self.none { previous[next[left]] = left }
            if previous[left] != Self.none { propose(previous[left], from: merges) }
            propose(left, from: merges)
        }
    }

    private mutating func propose(_ left: Int, from merges: [UInt64: BytePairEncoding.Merge]) {
        let right = next[left]
        guard right != Self.none, let merge = merges[BytePairEncoding.key(values[left], values[right])] else { return }
        queue.insert(MergeQueue.Candidate(rank: merge.rank, left: left, id: merge.id))
    }
}

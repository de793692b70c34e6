/// A binary heap of possible merges, the one to apply next at its top.
struct MergeQueue {
    /// A pair that may be merged: its rank, the index of its left half, and what it becomes.
    struct Candidate {
        let rank: Int
        let left: Int
        let id: Int

        /// Lower rank first, then further left.
        func goes(before other: Candidate) -> Bool {
            rank != other.rank ? rank < other.rank : left < other.left
        }
    }

    private var heap: [Candidate] = []

    /// Adds a candidate in O(log *n*).
    mutating func insert(_ candidate: Candidate) {
        heap.append(candidate)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].goes(before: heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the candidate to apply next in O(log *n*).
    mutating func popFirst() -> Candidate? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var smallest = 2 * parent + 1
            guard smallest < heap.count else { return first }
            let right = smallest + 1
            if right < heap.count, heap[right].goes(before: heap[smallest]) { smallest = right }
            guard heap[smallest].goes(before: heap[parent]) else { return first }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}

/// Searches of a long row of logits that pass over most of it, many numbers at a time.
enum LogitRow {
    /// How many numbers are passed over at a time.
    private static let stretch = 64

    /// The place of the largest logit, the first where several are equal.
    static func argmax(_ logits: ArraySlice<Float>) -> Int {
        logits.withUnsafeBufferPointer { row in
            var best = 0
            for start in stride(from: 1, to: row.count, by: stretch) {
                let end = min(start + stretch, row.count)
                // Most stretches of a long row hold nothing larger.
                if end == start + stretch && !holdsMore(than: row[best], in: row, from: start) { continue }
                for index in start..<end where row[index] > row[best] { best = index }
            }
            return best
        }
    }

    /// Visits the places of all logits above a bound, in order.
    static func forEach(of logits: ArraySlice<Float>, above bound: Float, _ body: (Int) -> Void) {
        logits.withUnsafeBufferPointer { row in
            for start in stride(from: 0, to: row.count, by: stretch) {
                let end = min(start + stretch, row.count)
                if end == start + stretch && !holdsMore(than: bound, in: row, from: start) { continue }
                for index in start..<end where row[index] > bound { body(index) }
            }
        }
    }

    /// The last of the largest logits.
    ///
    /// - Parameters:
    ///   - count: How many are the largest, at least 1 and at most as many as there are.
    ///   - logits: One row.
    ///   - heap: What it holds plays no part; afterwards the largest logits, the smallest of them first.
    /// - Returns: The logit that `count - 1` others equal or exceed.
    /// - Complexity: O(logits), and O(log `count`) for each that is among the largest so far.
    static func largest(_ count: Int, of logits: ArraySlice<Float>, in heap: inout [Float]) -> Float {
        heap.removeAll(keepingCapacity: true)
        heap.append(contentsOf: logits.prefix(count))
        Heap.order(&heap, by: <)
        logits.dropFirst(count).withUnsafeBufferPointer { row in
            for start in stride(from: 0, to: row.count, by: stretch) {
                let end = min(start + stretch, row.count)
                if end == start + stretch && !holdsMore(than: heap[0], in: row, from: start) { continue }
                for index in start..<end where row[index] > heap[0] {
                    Heap.replaceFirst(of: &heap, by: row[index], by: <)
                }
            }
        }
        return heap[0]
    }

    private static func holdsMore(
        than bound: Float, in row: UnsafeBufferPointer<Float>, from start: Int
    ) -> Bool {
        let bytes = UnsafeRawBufferPointer(row)
        let size = MemoryLayout<SIMD8<Float>>.size
        var more = SIMDMask<SIMD8<Int32>>(repeating: false)
        for vector in 0..<stretch / 8 {
            let numbers = bytes.loadUnaligned(
                fromByteOffset: start * MemoryLayout<Float>.size + vector * size, as: SIMD8<Float>.self)
            more .|= numbers .> bound
        }
        return any(more)
    }
}

extension SamplingRule {
    /// The position of the largest logit, the first where several are equal.
    ///
    /// - Parameter logits: One row, none of them NaN.
    /// - Returns: A place in the row, counted from 0.
    public static func argmax(_ logits: ArraySlice<Float>) -> Int { LogitRow.argmax(logits) }
}

import CKernels

extension KeyValueStore {
    /// Grouped-query attention of a batch of rows over the slots that each of them sees.
    ///
    /// Nothing of size rows × context is kept: each row's weights live in one scratch row.
    ///
    /// - Parameters:
    ///   - queries: `[rows, heads · width]`, already rotated.
    ///   - visibility: What each row sees; of more rows than there are queries, the last ones are theirs.
    ///   - rows: Which of the queries attend here; all unless given.
    ///   - scale: Multiplies the scores, usually 1 / √width.
    ///   - softCap: Bounds the scaled scores softly, c · tanh(x / c), if it is there.
    ///   - window: How many slots a row sees at most, the last ones of its own; all if it is nil.
    ///   - scratch: Grown as the store is.
    ///   - output: Resized to `[rows, heads · width]`; of the rows that do not attend here nothing is written.
    /// - Precondition: The heads are a multiple of the groups, and every slot seen has been written.
    public func attend(
        _ queries: Matrix, seeing visibility: Visibility, rows: Range<Int>? = nil, scale: Float,
        softCap: Float? = nil, window: Int? = nil, scratch: inout [Float], into output: inout Matrix
    ) {
        let heads = queries.columns / width
        precondition(heads * width == queries.columns && heads.isMultiple(of: groups), "heads do not divide")
        let rows = rows ?? 0..<queries.rows
        let first = visibility.rows - queries.rows + rows.lowerBound
        precondition(first >= 0 && output.columns == queries.columns, "shapes differ")
        precondition(rows.upperBound <= queries.rows, "rows \(rows) of \(queries.rows)")
        output.resize(rows: queries.rows)
        guard !rows.isEmpty else { return }
        let seen = visibility.mostSeen(first..<first + rows.count, slots: capacity)
        let threads = ThreadPool.threads
        let needed = capacity * threads * Int(ESPALIER_QUERIES_TOGETHER)
        if scratch.count < needed { scratch = [Float](repeating: 0, count: needed) }
        let start = rows.lowerBound * queries.columns
        let pass = espalier_attention(
            queries: nil, keys: nil, values: nil, leading: nil, starts: nil, slots: nil, scores: nil, output: nil,
            threads: Int32(threads), seen: Int64(seen), rows: Int64(rows.count), heads: Int64(heads),
            groups: Int64(groups), capacity: Int64(capacity), width: Int64(width), scale: scale,
            soft_cap: softCap ?? 0, window: Int64(window ?? 0))
        visibility.withRows(from: first) { leading, starts, slots in
            scratch.withUnsafeMutableBufferPointer { scores in
                output.storage.withUnsafeMutableBufferPointer { output in
                    withPointers(queries) { queries, keys, values in
                        guard let queries, let output = output.baseAddress else { return }
                        var pass = pass
                        (pass.queries, pass.keys, pass.values) = (queries + start, keys, values)
                        (pass.leading, pass.starts, pass.slots) = (leading, starts, slots)
                        (pass.scores, pass.output) = (scores.baseAddress, output + start)
                        espalier_attend(&pass)
                    }
                }
            }
        }
    }

    private typealias Numbers = UnsafePointer<Float>?

    /// Lends queries and the store's keys and values.
    private func withPointers(
        _ queries: Matrix, _ body: (_ queries: Numbers, _ keys: Numbers, _ values: Numbers) -> Void
    ) {
        queries.storage.withUnsafeBufferPointer { queries in
            keys.withUnsafeBufferPointer { keys in
                values.withUnsafeBufferPointer { values in
                    body(queries.baseAddress, keys.baseAddress, values.baseAddress)
                }
            }
        }
    }
}

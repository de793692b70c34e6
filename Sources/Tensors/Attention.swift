import CKernels

extension KeyValueStore {
    /// Grouped-query attention of a batch of rows over the slots that each of them sees.
    ///
    /// Nothing of size rows × context is kept: keys and values pass by page after page, once for all rows.
    ///
    /// - Parameters:
    ///   - queries: `[rows, heads · width]`, already rotated.
    ///   - visibility: What each row sees; of more rows than there are queries, the last ones are theirs.
    ///   - rows: Which of the queries attend here; all unless given.
    ///   - scale: Multiplies the scores, usually 1 / √width.
    ///   - softCap: Bounds the scaled scores softly, c · tanh(x / c), if it is there.
    ///   - window: How many slots a row sees at most, the last ones of its own; all if it is nil.
    ///   - output: Resized to `[rows, heads · width]`; of the rows that do not attend here nothing is written.
    /// - Precondition: The heads are a multiple of the groups, and every slot seen has been written.
    public func attend(
        _ queries: Matrix, seeing visibility: Visibility, rows: Range<Int>? = nil, scale: Float,
        softCap: Float? = nil, window: Int? = nil, into output: inout Matrix
    ) {
        let heads = queries.columns / width
        precondition(heads * width == queries.columns && heads.isMultiple(of: groups), "heads do not divide")
        let rows = rows ?? 0..<queries.rows
        let first = visibility.rows - queries.rows + rows.lowerBound
        precondition(first >= 0 && output.columns == queries.columns, "shapes differ")
        precondition(rows.upperBound <= queries.rows, "rows \(rows) of \(queries.rows)")
        output.resize(rows: queries.rows)
        guard !rows.isEmpty else { return }
        let slots = visibility.slotsNeeded(first..<first + rows.count, slots: capacity)
        let start = rows.lowerBound * queries.columns
        let pass = espalier_attention(
            queries: nil, pages: nil, leading: nil, starts: nil, slots: nil, output: nil, kind: format.code,
            threads: Int32(ThreadPool.threads), rows: Int64(rows.count), heads: Int64(heads), groups: Int64(groups),
            width: Int64(width), scale: scale, soft_cap: softCap ?? 0, window: Int64(window ?? 0))
        visibility.withRows(from: first) { leading, starts, listed in
            withPages(slots: slots) { pages in
                queries.storage.withUnsafeBufferPointer { queries in
                    output.storage.withUnsafeMutableBufferPointer { output in
                        guard let queries = queries.baseAddress, let output = output.baseAddress else { return }
                        var pass = pass
                        (pass.queries, pass.pages, pass.output) = (queries + start, pages, output + start)
                        (pass.leading, pass.starts, pass.slots) = (leading, starts, listed)
                        espalier_attend(&pass)
                    }
                }
            }
        }
    }
}

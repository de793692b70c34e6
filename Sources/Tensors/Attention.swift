import CKernels

extension KeyValueStore {
    /// Grouped-query attention of a batch of rows over the slots that each of them sees.
    ///
    /// Nothing of size rows × context is kept: each row's weights live in one scratch row.
    ///
    /// - Parameters:
    ///   - queries: `[rows, heads · width]`, already rotated.
    ///   - visibility: What each row sees; of more rows than there are queries, the last ones are theirs.
    ///   - scale: Multiplies the scores, usually 1 / √width.
    ///   - scratch: Grown as the store is.
    ///   - output: Resized to `[rows, heads · width]`.
    /// - Precondition: The heads are a multiple of the groups, and every slot seen has been written.
    public func attend(
        _ queries: Matrix, seeing visibility: Visibility, scale: Float, scratch: inout [Float],
        into output: inout Matrix
    ) {
        let heads = queries.columns / width
        precondition(heads * width == queries.columns && heads.isMultiple(of: groups), "heads do not divide")
        let first = visibility.rows - queries.rows
        precondition(first >= 0 && output.columns == queries.columns, "shapes differ")
        precondition(visibility.leading.allSatisfy { $0 <= capacity }, "a slot beyond the cache")
        precondition(visibility.slots.allSatisfy { $0 >= 0 && $0 < capacity }, "a slot beyond the cache")
        output.resize(rows: queries.rows)
        let seen = visibility.mostSeen
        let threads = ThreadPool.threads
        precondition(seen <= capacity, "a row that sees more slots than there are")
        let needed = capacity * threads * Int(ESPALIER_QUERIES_TOGETHER)
        if scratch.count < needed { scratch = [Float](repeating: 0, count: needed) }
        visibility.withRows(from: first) { leading, starts in
            scratch.withUnsafeMutableBufferPointer { scratch in
                output.storage.withUnsafeMutableBufferPointer { output in
                    espalier_attention(
                        queries.storage, keys, values, leading, starts, visibility.slots, scratch.baseAddress,
                        Int32(threads), Int64(seen), output.baseAddress, Int64(queries.rows), Int64(heads),
                        Int64(groups), Int64(capacity), Int64(width), scale)
                }
            }
        }
    }
}

import Tensors

/// The gradients of queries and of each pass's keys and values, shaped like them.
struct AttentionSlopes<Scalar: TapeScalar> {
    var queries: DenseMatrix<Scalar>
    var keys: [DenseMatrix<Scalar>]
    var values: [DenseMatrix<Scalar>]
}

extension AttentionPass {
    /// Takes the gradient of the output back to queries, keys and values.
    ///
    /// - Parameters:
    ///   - slope: The gradient of the output, `[rows, heads · width]`.
    ///   - output: What ``forward()`` gave.
    ///   - logSums: What ``forward()`` gave.
    /// - Returns: The gradients.
    @inline(__always)
    func backward(
        _ slope: DenseMatrix<Scalar>, output: DenseMatrix<Scalar>, logSums: DenseMatrix<Scalar>
    ) -> AttentionSlopes<Scalar> {
        func zeros(_ matrix: DenseMatrix<Scalar>) -> DenseMatrix<Scalar> {
            DenseMatrix(rows: matrix.rows, columns: matrix.columns)
        }
        var slopes = AttentionSlopes(queries: zeros(queries), keys: keys.map(zeros), values: values.map(zeros))
        for tile in tiles {
            for head in 0..<heads.count {
                var weights = products(of: queries, with: keys, tile, head: head, scale: scale)
                exponentiate(&weights, tile) { logSums[$0, head] }
                addProducts(weights, of: slope, tile, head: head, to: &slopes.values)
                var change = products(of: slope, with: values, tile, head: head, scale: 1)
                differentiateSoftmax(&change, weights, tile) { row in
                    let columns = heads.queryColumns(head)
                    return slope.window(row: row, columns: columns).dot(output.window(row: row, columns: columns))
                }
                addProducts(change, of: queries, tile, head: head, to: &slopes.keys)
                addKeys(change, tile, head: head, to: &slopes.queries)
            }
        }
        return slopes
    }

    /// Turns g vᵀ into scale · P ∘ (g vᵀ - δ).
    @inline(__always)
    private func differentiateSoftmax(
        _ change: inout TileWeights<Scalar>, _ weights: TileWeights<Scalar>, _ tile: Tile, overlap: (Int) -> Scalar
    ) {
        let scale = scale
        let overlaps = tile.rows.map(overlap)
        weights.leading.forEachRow { place, weights in
            let overlap = overlaps[place]
            change.leading.updateRow(place) { change in
                for slot in 0..<weights.count { change[slot] = scale * weights[slot] * (change[slot] - overlap) }
            }
        }
        for (row, overlap) in zip(tile.rows, overlaps) {
            for entry in listed(row, in: tile) {
                change.listed[entry] = scale * weights.listed[entry] * (change.listed[entry] - overlap)
            }
        }
    }

    /// Adds weightsᵀ · rows to the gradients of the slots that the rows saw.
    @inline(__always)
    private func addProducts(
        _ weights: TileWeights<Scalar>, of rows: DenseMatrix<Scalar>, _ tile: Tile, head: Int,
        to slopes: inout [DenseMatrix<Scalar>]
    ) {
        let columns = heads.queryColumns(head)
        let column = heads.keyColumns(head).lowerBound
        slopes[0].addProduct(
            MatrixWindow(weights.leading).transposed, MatrixWindow(rows, rows: tile.rows, columns: columns),
            column: column)
        for row in tile.rows {
            let window = rows.window(row: row, columns: columns)
            for (place, entry) in zip(listed(row, in: tile), listed(row)) {
                slopes[places[entry].pass].addScaled(
                    weights.listed[place], window, row: places[entry].row, column: column)
            }
        }
    }

    /// Adds weights · keys to the gradients of the rows' queries.
    @inline(__always)
    private func addKeys(
        _ weights: TileWeights<Scalar>, _ tile: Tile, head: Int, to slope: inout DenseMatrix<Scalar>
    ) {
        let column = heads.queryColumns(head).lowerBound
        slope.addProduct(
            MatrixWindow(weights.leading), leadingWindow(keys, tile, head: head), row: tile.rows.lowerBound,
            column: column)
        for row in tile.rows {
            for (place, entry) in zip(listed(row, in: tile), listed(row)) {
                slope.addScaled(weights.listed[place], listedWindow(keys, entry, head: head), row: row, column: column)
            }
        }
    }
}

extension DenseMatrix {
    /// Changes one row.
    @inline(__always)
    fileprivate mutating func updateRow(_ row: Int, _ body: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
        let width = columns
        values.withUnsafeMutableBufferPointer { body($0.row(row, width: width)) }
    }
}

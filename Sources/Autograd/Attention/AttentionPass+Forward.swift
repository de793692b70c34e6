import Tensors

extension AttentionPass {
    /// Attends.
    ///
    /// - Returns: The output, `[rows, heads · width]`, and log Σ exp of each row's scores, `[rows, heads]`.
    @inline(__always)
    func forward() -> (output: DenseMatrix<Scalar>, logSums: DenseMatrix<Scalar>) {
        var output = DenseMatrix<Scalar>(rows: queries.rows, columns: queries.columns)
        var logSums = DenseMatrix<Scalar>(rows: queries.rows, columns: heads.count)
        for tile in tiles {
            for head in 0..<heads.count {
                var weights = products(of: queries, with: keys, tile, head: head, scale: scale)
                for row in tile.rows { logSums[row, head] = logSum(&weights, row, tile) }
                exponentiate(&weights, tile) { logSums[$0, head] }
                addWeightedValues(weights, tile, head: head, to: &output)
            }
        }
        return (output, logSums)
    }

    /// log Σ exp over the slots that a row sees.
    @inline(__always)
    private func logSum(_ weights: inout TileWeights<Scalar>, _ row: Int, _ tile: Tile) -> Scalar {
        let (slots, width) = (leadingSlots(row), tile.seen)
        let listed = listed(row, in: tile)
        return weights.leading.values.withUnsafeBufferPointer { leading in
            weights.listed.withUnsafeBufferPointer { entries in
                let scores = UnsafeBufferPointer(
                    rebasing: leading.row(row - tile.rows.lowerBound, width: width)[slots])
                let others = UnsafeBufferPointer(rebasing: entries[listed])
                let top = max(largest(scores), largest(others))
                let total =
                    laneSum(slots.count) { Scalar.exponential(scores[$0] - top) }
                    + laneSum(others.count) { Scalar.exponential(others[$0] - top) }
                return top + Scalar.logarithm(total)
            }
        }
    }

    /// Turns scores into the softmax's weights, zero where a row does not see.
    @inline(__always)
    func exponentiate(_ weights: inout TileWeights<Scalar>, _ tile: Tile, logSum: (Int) -> Scalar) {
        weights.leading.updateRows { place, scores in
            let row = tile.rows.lowerBound + place
            let (sum, slots) = (logSum(row), leadingSlots(row))
            for slot in 0..<slots.lowerBound { scores[slot] = 0 }
            for slot in slots { scores[slot] = Scalar.exponential(scores[slot] - sum) }
            for slot in slots.upperBound..<scores.count { scores[slot] = 0 }
        }
        for row in tile.rows {
            let sum = logSum(row)
            for entry in listed(row, in: tile) {
                weights.listed[entry] = Scalar.exponential(weights.listed[entry] - sum)
            }
        }
    }

    @inline(__always)
    private func addWeightedValues(
        _ weights: TileWeights<Scalar>, _ tile: Tile, head: Int, to output: inout DenseMatrix<Scalar>
    ) {
        let column = heads.queryColumns(head).lowerBound
        output.addProduct(
            MatrixWindow(weights.leading), leadingWindow(values, tile, head: head), row: tile.rows.lowerBound,
            column: column)
        for row in tile.rows {
            for (place, entry) in zip(listed(row, in: tile), listed(row)) {
                output.addScaled(
                    weights.listed[place], listedWindow(values, entry, head: head), row: row, column: column)
            }
        }
    }
}

extension Matrix: LayerActivation {
    /// The elementwise sum of two matrices of one shape.
    public static func + (left: Matrix, right: Matrix) -> Matrix {
        var sum = left
        sum.add(right)
        return sum
    }

    /// Lays two matrices side by side, along columns.
    public func joined(with right: Matrix) -> Matrix {
        precondition(rows == right.rows, "\(rows) rows beside \(right.rows)")
        var joined = Matrix(rows: rows, columns: columns + right.columns)
        for row in 0..<rows {
            joined.copyRow(row, from: self, row: row)
            joined.copyRow(row, at: columns, from: right, row: row)
        }
        return joined
    }

    /// The gated unit silu(self) ∘ up.
    public func gating(_ up: Matrix) -> Matrix {
        var gated = self
        gated.gate(up)
        return gated
    }
}

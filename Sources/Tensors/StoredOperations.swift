/// A layer's operations on stored weights and a key-value store: what decoding runs.
///
/// The results of a pass are lent: those of the next pass are made in the same storage, unless somebody still holds them.
public struct StoredOperations: LayerOperations, Sendable {
    /// The keys and values of the layer.
    public private(set) var store: KeyValueStore

    private var rotary: RotaryTable
    private var pass: Pass?
    private var scratch: [Float] = []
    private var results = RecycledMatrices()
    private var route: ProductRoute

    /// Where the rows of a pass stand.
    private struct Pass: Sendable {
        let positions: [Int32]
        let visibility: Visibility
        let firstSlot: Int
        let asked: Int
    }

    /// Makes operations with a store of their own.
    ///
    /// - Parameters:
    ///   - store: The keys and values of the layer.
    ///   - rotary: The angles, extended as needed.
    ///   - route: How matrix products are computed until a pass says otherwise.
    public init(store: KeyValueStore, rotary: RotaryTable, route: ProductRoute = .rowExact) {
        self.store = store
        self.rotary = rotary
        self.route = route
    }

    /// Begins a pass and says where its rows stand.
    ///
    /// - Parameters:
    ///   - positions: The rotary position of each row.
    ///   - visibility: What each row sees, its own slot included.
    ///   - firstSlot: The slot of the first row; the others follow.
    ///   - asked: Of how many rows, the last ones, results are asked for; of all unless given.
    ///   - route: How matrix products are computed from now on; as before unless given.
    /// - Precondition: There are so many rows.
    public mutating func begin(
        positions: [Int32], seeing visibility: Visibility, firstSlot: Int, asking asked: Int? = nil,
        by route: ProductRoute? = nil
    ) {
        let rows = positions.count
        precondition((asked ?? rows) <= rows, "\(asked ?? rows) of \(rows) rows are asked for")
        pass = Pass(positions: positions, visibility: visibility, firstSlot: firstSlot, asked: asked ?? rows)
        results.restart()
        if let route { self.route = route }
    }

    /// Ends the pass: lets go of what described it, so that its maker can describe the next one in the same place.
    public mutating func end() { pass = nil }

    /// The product `input · weightsᵀ` by the chosen route.
    public mutating func project(_ input: Matrix, by weights: WeightMatrix) -> Matrix {
        var output = results.next(columns: weights.rows)
        weights.multiply(input, into: &output, by: route)
        return results.keep(output)
    }

    /// Two products of one input, computed at once.
    public mutating func project(_ input: Matrix, by weights: (WeightMatrix, WeightMatrix)) -> (Matrix, Matrix) {
        var first = results.next(columns: weights.0.rows)
        var second = results.next(columns: weights.1.rows)
        WeightMatrix.multiply(input, by: weights.0, into: &first, and: weights.1, into: &second, by: route)
        return (results.keep(first), results.keep(second))
    }

    /// Three products of one input, computed at once.
    public mutating func project(
        _ input: Matrix, by weights: (WeightMatrix, WeightMatrix, WeightMatrix)
    ) -> (Matrix, Matrix, Matrix) {
        var first = results.next(columns: weights.0.rows)
        var second = results.next(columns: weights.1.rows)
        var third = results.next(columns: weights.2.rows)
        WeightMatrix.multiply(
            input, by: weights.0, into: &first, and: weights.1, into: &second, and: weights.2, into: &third,
            by: route)
        return (results.keep(first), results.keep(second), results.keep(third))
    }

    /// Root-mean-square normalisation by the kernels.
    public mutating func normalise(_ input: Matrix, by gain: [Float], epsilon: Float) -> Matrix {
        var output = results.next(columns: input.columns)
        input.normalise(weight: gain, epsilon: epsilon, into: &output)
        return results.keep(output)
    }

    /// Projects to queries only rows that are asked for.
    public mutating func attend(
        with input: Matrix, by weights: (WeightMatrix, WeightMatrix, WeightMatrix), heads: AttentionHeads
    ) -> Matrix {
        guard let pass else { preconditionFailure("attention outside of a pass") }
        if pass.asked == input.rows {
            let (queries, keys, values) = project(input, by: weights)
            return attend(queries: queries, keys: keys, values: values, heads: heads)
        }
        let (keys, values) = project(input, by: (weights.1, weights.2))
        let queries = project(asked(of: input), by: weights.0)
        return attend(queries: queries, keys: keys, values: values, heads: heads)
    }

    /// The last rows, as many as the pass began with.
    public mutating func asked(of input: Matrix) -> Matrix {
        guard let pass else { preconditionFailure("rows asked for outside of a pass") }
        if pass.asked == input.rows { return input }
        var asked = results.next(columns: input.columns)
        asked.become(last: pass.asked, of: input)
        return results.keep(asked)
    }

    /// Writes the rotated keys and the values to the store, and attends over it.
    public mutating func attend(queries: Matrix, keys: Matrix, values: Matrix, heads: AttentionHeads) -> Matrix {
        guard let pass else { preconditionFailure("attention outside of a pass") }
        let queries = rotated(queries, positions: pass.positions)
        store.write(keys: rotated(keys, positions: pass.positions), values: values, at: pass.firstSlot)
        var output = results.next(columns: queries.columns)
        store.attend(
            queries, seeing: pass.visibility, scale: 1 / Float(heads.width).squareRoot(), scratch: &scratch,
            into: &output)
        return results.keep(output)
    }

    private mutating func rotated(_ vectors: Matrix, positions: [Int32]) -> Matrix {
        var copy = results.next(copying: vectors)
        rotary.rotate(&copy, positions: positions)
        return results.keep(copy)
    }

    /// The elementwise sum.
    public mutating func sum(_ left: Matrix, _ right: Matrix) -> Matrix {
        var sum = results.next(copying: left)
        sum.add(right)
        return results.keep(sum)
    }

    /// Lays two matrices side by side, along columns.
    public mutating func join(_ left: Matrix, _ right: Matrix) -> Matrix {
        precondition(left.rows == right.rows, "\(left.rows) rows beside \(right.rows)")
        var joined = results.next(columns: left.columns + right.columns)
        joined.resize(rows: left.rows)
        for row in 0..<left.rows {
            joined.copyRow(row, from: left, row: row)
            joined.copyRow(row, at: left.columns, from: right, row: row)
        }
        return results.keep(joined)
    }

    /// The gated unit silu(gate) ∘ up.
    public mutating func gate(_ gate: Matrix, with up: Matrix) -> Matrix {
        var gated = results.next(copying: gate)
        gated.gate(up)
        return results.keep(gated)
    }
}

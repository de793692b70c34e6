/// A layer's operations on stored weights and a key-value store: what decoding runs.
public struct StoredOperations: LayerOperations, Sendable {
    /// The keys and values of the layer.
    public private(set) var store: KeyValueStore

    private var rotary: RotaryTable
    private var positions: [Int32] = []
    private var visibility = Visibility()
    private var firstSlot = 0
    private var scratch: [Float] = []
    private var route: ProductRoute

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

    /// Says where the rows of the next pass stand.
    ///
    /// - Parameters:
    ///   - positions: The rotary position of each row.
    ///   - visibility: What each row sees, its own slot included.
    ///   - firstSlot: The slot of the first row; the others follow.
    ///   - route: How matrix products are computed from now on; as before unless given.
    public mutating func begin(
        positions: [Int32], seeing visibility: Visibility, firstSlot: Int, by route: ProductRoute? = nil
    ) {
        self.positions = positions
        self.visibility = visibility
        self.firstSlot = firstSlot
        if let route { self.route = route }
    }

    /// The product `input · weightsᵀ` by the chosen route.
    public func project(_ input: Matrix, by weights: WeightMatrix) -> Matrix {
        var output = Matrix(rows: 0, columns: weights.rows)
        weights.multiply(input, into: &output, by: route)
        return output
    }

    /// Root-mean-square normalisation by the kernels.
    public func normalise(_ input: Matrix, by gain: [Float], epsilon: Float) -> Matrix {
        var output = Matrix(rows: 0, columns: input.columns)
        input.normalise(weight: gain, epsilon: epsilon, into: &output)
        return output
    }

    /// Writes the rotated keys and the values to the store, and attends over it.
    public mutating func attend(queries: Matrix, keys: Matrix, values: Matrix, heads: AttentionHeads) -> Matrix {
        var (queries, keys) = (queries, keys)
        rotary.rotate(&queries, positions: positions)
        rotary.rotate(&keys, positions: positions)
        store.write(keys: keys, values: values, at: firstSlot)
        var output = Matrix(rows: 0, columns: queries.columns)
        store.attend(
            queries, seeing: visibility, scale: 1 / Float(heads.width).squareRoot(), scratch: &scratch, into: &output)
        return output
    }
}

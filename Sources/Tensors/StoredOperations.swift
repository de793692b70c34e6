/// A layer's operations on stored weights and key-value caches: what decoding runs.
///
/// A pass takes rows of one sequence or of several, each over its own cache; no row's numbers depend on its neighbours.
/// The results of a layer are lent: those of the next layer, or pass, are made in the same storage, unless somebody still
/// holds them.
public struct StoredOperations: DecoderOperations, Sendable {
    /// The caches of the sequences whose rows pass, in the order of the batch's parts; whoever lends them for a pass takes
    /// them back.
    public var caches: [KeyValueCache]

    private var rotations: [RotaryTable]
    private var batch = LayerBatch()
    private var askedRows = 0

    /// The beginnings of the rows' texts, where a rotation depends on them.
    private var beginnings: [Int32] = []
    private var results = RecycledMatrices()
    private var mixing = ExpertMixing()
    private var route: ProductRoute

    /// Makes operations.
    ///
    /// - Parameters:
    ///   - caches: The keys and values of the sequences, if they are to stay here.
    ///   - rotary: The angles, extended as needed.
    ///   - route: How matrix products are computed until a pass says otherwise.
    public init(caches: [KeyValueCache] = [], rotary: RotaryTable, route: ProductRoute = .rowExact) {
        self.init(caches: caches, rotations: [rotary], route: route)
    }

    /// Makes operations for layers that do not all rotate alike.
    ///
    /// - Parameters:
    ///   - caches: The keys and values of the sequences, if they are to stay here.
    ///   - rotations: The angles that ``AttentionLayer/rotation`` counts.
    ///   - route: How matrix products are computed until a pass says otherwise.
    public init(caches: [KeyValueCache] = [], rotations: [RotaryTable], route: ProductRoute = .rowExact) {
        self.caches = caches
        self.rotations = rotations
        self.route = route
    }

    /// Begins a pass and says where its rows stand.
    ///
    /// - Parameters:
    ///   - batch: The rows.
    ///   - asked: Of how many rows, the last ones, results are asked for; of all unless given.
    /// - Precondition: There are so many rows, all of one sequence if not all are asked for, and a cache for each sequence.
    public mutating func begin(_ batch: LayerBatch, asking asked: Int? = nil) {
        let asked = asked ?? batch.rows
        precondition(asked <= batch.rows, "\(asked) of \(batch.rows) rows are asked for")
        precondition(asked == batch.rows || batch.parts.count == 1, "some rows of several sequences are asked for")
        precondition(batch.parts.count == caches.count, "\(caches.count) caches of \(batch.parts.count) sequences")
        self.batch = batch
        beginnings.removeAll(keepingCapacity: true)
        if rotations.contains(where: \.dependsOnBeginnings) {
            for (part, cache) in zip(batch.parts, caches) {
                beginnings.append(contentsOf: repeatElement(Int32(clamping: cache.beginning), count: part.rows.count))
            }
        }
        askedRows = asked
        route = batch.route
        results.restart()
    }

    /// Begins the pass's next layer: what the layers before made is overwritten from now on.
    ///
    /// - Parameter asked: Of how many rows, the last ones, results are asked for.
    public mutating func beginLayer(asking asked: Int) {
        precondition(asked <= batch.rows, "\(asked) of \(batch.rows) rows are asked for")
        precondition(asked == batch.rows || batch.parts.count == 1, "some rows of several sequences are asked for")
        askedRows = asked
        results.restart()
    }

    /// Ends the pass: lets go of what described it, so that its maker can describe the next one in the same place.
    public mutating func end() { batch = Self.noRows }

    private static let noRows = LayerBatch()

    /// The product `input · weightsᵀ` by the chosen route.
    public mutating func project(_ input: Matrix, by weights: WeightMatrix) -> Matrix {
        let output = results.next(columns: weights.rows)
        weights.multiply(input, into: &results[output], route: route)
        return results[output]
    }

    /// Two products of one input, computed at once.
    public mutating func project(_ input: Matrix, by weights: (WeightMatrix, WeightMatrix)) -> (Matrix, Matrix) {
        let (first, second) = (results.next(columns: weights.0.rows), results.next(columns: weights.1.rows))
        results.fill(two: first) { [route] in
            WeightMatrix.multiply(input, by: weights.0, into: &$0, and: weights.1, into: &$1, route: route)
        }
        return (results[first], results[second])
    }

    /// Three products of one input, computed at once.
    public mutating func project(
        _ input: Matrix, by weights: (WeightMatrix, WeightMatrix, WeightMatrix)
    ) -> (Matrix, Matrix, Matrix) {
        let (first, second) = (results.next(columns: weights.0.rows), results.next(columns: weights.1.rows))
        let third = results.next(columns: weights.2.rows)
        results.fill(three: first) { [route] in
            WeightMatrix.multiply(
                input, by: weights.0, into: &$0, and: weights.1, into: &$1, and: weights.2, into: &$2, route: route)
        }
        return (results[first], results[second], results[third])
    }

    /// Root-mean-square normalization by the kernels.
    public mutating func normalize(_ input: Matrix, by gain: [Float], epsilon: Float) -> Matrix {
        let output = results.next(columns: input.columns)
        input.normalize(weight: gain, epsilon: epsilon, into: &results[output])
        return results[output]
    }

    /// Adds a bias to every row.
    public mutating func shift(_ input: Matrix, by bias: [Float]) -> Matrix {
        let shifted = results.next(columns: input.columns)
        results[shifted].assign(input)
        results[shifted].addToRows(bias)
        return results[shifted]
    }

    /// Projects to queries only rows that are asked for.
    public mutating func projectToAttend(
        _ input: Matrix, by weights: (WeightMatrix, WeightMatrix, WeightMatrix)
    ) -> (queries: Matrix, keys: Matrix, values: Matrix) {
        if askedRows == input.rows {
            let (queries, keys, values) = project(input, by: weights)
            return (queries, keys, values)
        }
        let (keys, values) = project(input, by: (weights.1, weights.2))
        return (project(asked(of: input), by: weights.0), keys, values)
    }

    /// The last rows, as many as are asked for.
    public mutating func asked(of input: Matrix) -> Matrix {
        if askedRows == input.rows { return input }
        let asked = results.next(columns: input.columns)
        results[asked].assign(last: askedRows, of: input)
        return results[asked]
    }

    /// Writes the rotated keys and the values to the caches, and attends over them, each row over its sequence's.
    public mutating func attend(
        queries: Matrix, keys: Matrix, values: Matrix, in layer: AttentionLayer
    ) -> Matrix {
        precondition(keys.rows == batch.rows, "\(keys.rows) rows in a pass of \(batch.rows)")
        let queries = rotated(queries, by: layer.rotation)
        let keys = rotated(keys, by: layer.rotation)
        let scale = layer.scale ?? 1 / Float(layer.heads.width).squareRoot()
        let output = results.next(columns: queries.columns)
        results[output].resize(rows: queries.rows)
        for (sequence, part) in batch.parts.enumerated() {
            caches[sequence].stores[layer.number].write(keys: keys, values: values, rows: part.rows, at: part.firstSlot)
            let attending = batch.parts.count == 1 ? 0..<queries.rows : part.rows
            caches[sequence].stores[layer.number].attend(
                queries, seeing: batch.visibility, rows: attending, scale: scale, softCap: layer.softCap,
                window: layer.window, into: &results[output])
        }
        return results[output]
    }

    private mutating func rotated(_ vectors: Matrix, by rotation: Int) -> Matrix {
        let rotated = results.next(columns: vectors.columns)
        rotations[rotation].rotate(vectors, positions: batch.positions, beginnings: beginnings, into: &results[rotated])
        return results[rotated]
    }

    /// The elementwise sum.
    public mutating func sum(_ left: Matrix, _ right: Matrix) -> Matrix {
        let sum = results.next(columns: left.columns)
        left.add(right, into: &results[sum])
        return results[sum]
    }

    /// Lays two matrices side by side, along columns.
    public mutating func join(_ left: Matrix, _ right: Matrix) -> Matrix {
        precondition(left.rows == right.rows, "\(left.rows) rows beside \(right.rows)")
        let joined = results.next(columns: left.columns + right.columns)
        results[joined].resize(rows: left.rows)
        for row in 0..<left.rows {
            results[joined].copyRow(row, from: left, row: row)
            results[joined].copyRow(row, at: left.columns, from: right, row: row)
        }
        return results[joined]
    }

    /// Copies some columns.
    public mutating func cut(_ columns: Range<Int>, of input: Matrix) -> Matrix {
        let cut = results.next(columns: columns.count)
        results[cut].assign(columns: columns, of: input)
        return results[cut]
    }

    /// The unit silu(x): the gated one of ones.
    public mutating func activate(_ input: Matrix) -> Matrix {
        let ones = results.next(columns: input.columns)
        results[ones].resize(rows: input.rows)
        results[ones].fill(with: 1)
        return gate(input, with: results[ones])
    }

    /// The gated unit silu(gate) ∘ up.
    public mutating func gate(_ gate: Matrix, with up: Matrix) -> Matrix { self.gate(gate, with: up, by: .silu) }

    /// The gated unit f(gate) ∘ up.
    public mutating func gate(_ gate: Matrix, with up: Matrix, by function: GateFunction) -> Matrix {
        let gated = results.next(columns: gate.columns)
        gate.gate(up, by: function, into: &results[gated])
        return results[gated]
    }

    /// Sends every row to the experts that it chooses; rows that choose the same one pass it together, which changes no bit of
    /// any.
    public mutating func mix(
        _ input: Matrix, scores: Matrix, choosing choice: ExpertChoice,
        expert: (_ number: Int, _ rows: Matrix, _ operations: inout StoredOperations) -> Matrix
    ) -> Matrix {
        // The experts' own results are made meanwhile, by these operations.
        var mixing = ExpertMixing()
        swap(&mixing, &self.mixing)
        mixing.route(scores, choosing: choice)
        mixing.begin(like: input)
        for number in 0..<scores.columns where mixing.gather(of: input, for: number) {
            mixing.add(expert(number, mixing.rows, &self), from: number)
        }
        let mixed = results.next(columns: mixing.sums.columns)
        results[mixed].assign(mixing.sums)
        swap(&mixing, &self.mixing)
        return results[mixed]
    }
}

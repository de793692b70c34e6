public import Tensors

/// A layer's operations on variables: what training runs, pass after pass of the unrolled head.
///
/// Nothing is ever overwritten: each pass fills the slots that follow, and all of them stay open to gradients.
public struct TapeOperations<Scalar: TapeScalar>: DecoderOperations {
    /// The keys and values of all passes so far, layer by layer.
    private var memories: [AttentionMemory<Scalar>] = []

    private let frequencies: RotaryFrequencies
    private var positions: [Int32] = []
    private var visibility = Visibility()

    /// Makes operations with empty memories.
    ///
    /// - Parameter frequencies: How fast the pairs of a head's columns turn, `[width / 2]`.
    public init(frequencies: RotaryFrequencies) {
        self.frequencies = frequencies
    }

    /// Says where the rows of the next pass stand.
    ///
    /// - Parameters:
    ///   - positions: The rotary position of each row.
    ///   - visibility: What each row sees, its own slot included.
    public mutating func begin(positions: [Int32], seeing visibility: Visibility) {
        self.positions = positions
        self.visibility = visibility
    }

    /// The same operations on memories of constants.
    public func detached() -> TapeOperations {
        var copy = self
        copy.memories = memories.map { $0.detached() }
        return copy
    }

    /// Says that the next pass is a step of the training-time test: row p stands at p + step.
    ///
    /// - Parameters:
    ///   - step: 0 for the first pass.
    ///   - rows: How many rows the first pass has.
    ///   - followed: The rows of later passes, ascending; all unless given.
    public mutating func beginUnrolled(step: Int, rows: Int, followed: [Int]? = nil) {
        let standing = step == 0 ? nil : followed
        begin(
            positions: (standing ?? Array(0..<rows)).map { Int32($0 + step) },
            seeing: .unrolled(step: step, rows: rows, followed: followed))
    }

    /// The product `input · weightsᵀ`, recorded.
    public func project(_ input: Variable<Scalar>, by weights: Variable<Scalar>) -> Variable<Scalar> {
        input.multiplied(byTransposeOf: weights)
    }

    /// Root-mean-square normalization, recorded.
    public func normalize(
        _ input: Variable<Scalar>, by gain: Variable<Scalar>, epsilon: Float
    ) -> Variable<Scalar> {
        input.normalized(gain: gain, epsilon: Double(epsilon))
    }

    /// The elementwise sum, recorded.
    public func sum(_ left: Variable<Scalar>, _ right: Variable<Scalar>) -> Variable<Scalar> { left + right }

    /// Lays two side by side, recorded.
    public func join(_ left: Variable<Scalar>, _ right: Variable<Scalar>) -> Variable<Scalar> {
        left.joined(with: right)
    }

    /// Cuts columns out, recorded.
    public func cut(_ columns: Range<Int>, of input: Variable<Scalar>) -> Variable<Scalar> {
        input.slicing(columns: columns)
    }

    /// The unit silu(x), recorded as the gated one of ones.
    public func activate(_ input: Variable<Scalar>) -> Variable<Scalar> {
        let ones = [Scalar](repeating: 1, count: input.rows * input.columns)
        return input.gating(Variable(constant: DenseMatrix(ones, rows: input.rows, columns: input.columns)))
    }

    /// The gated unit silu(gate) ∘ up, recorded.
    public func gate(_ gate: Variable<Scalar>, with up: Variable<Scalar>) -> Variable<Scalar> { gate.gating(up) }

    /// The gated unit f(gate) ∘ up, recorded; f is silu, since no draft that is trained has another.
    public func gate(
        _ gate: Variable<Scalar>, with up: Variable<Scalar>, by function: GateFunction
    ) -> Variable<Scalar> {
        precondition(function == .silu, "a tape knows no gate but silu, not \(function)")
        return gate.gating(up)
    }

    /// No draft that is trained has experts: whoever builds one refuses it before.
    public func mix(
        _ input: Variable<Scalar>, scores: Variable<Scalar>, choosing choice: ExpertChoice,
        expert: (Int, Variable<Scalar>, inout TapeOperations) -> Variable<Scalar>
    ) -> Variable<Scalar> { preconditionFailure("a tape knows no experts") }

    /// Adds a bias to every row, recorded.
    public func shift(_ input: Variable<Scalar>, by bias: Variable<Scalar>) -> Variable<Scalar> {
        input.adding(row: bias)
    }

    /// Rotates, appends keys and values to the layer's memory, and attends to it, recorded.
    public mutating func attend(
        queries: Variable<Scalar>, keys: Variable<Scalar>, values: Variable<Scalar>, in layer: AttentionLayer
    ) -> Variable<Scalar> {
        precondition(
            layer.softCap == nil && layer.rotation == 0, "no head that is trained has caps or several rotations")
        while memories.count <= layer.number { memories.append(AttentionMemory()) }
        memories[layer.number].append(
            keys: keys.rotated(positions: positions, frequencies: frequencies), values: values)
        return queries.rotated(positions: positions, frequencies: frequencies)
            .attending(
                to: memories[layer.number], seeing: visibility, heads: layer.heads,
                scale: layer.scale.map(Double.init), window: layer.window)
    }
}

public import Tensors

/// The keys and values that queries may see, pass after pass, all still open to gradients.
///
/// Slots number the rows in the order in which they were appended, as in a decoder's `KeyValueStore`: slot 0 is the
/// first row of the first pass. A leading run of a `Visibility` must lie in the first pass, whose rows share one block;
/// listed slots can be anywhere.
public struct AttentionMemory<Scalar: TapeScalar> {
    private(set) var keys: [Variable<Scalar>] = []
    private(set) var values: [Variable<Scalar>] = []

    /// How many slots are filled.
    public private(set) var count = 0

    /// An empty memory.
    public init() {}

    /// Fills the slots that follow.
    ///
    /// - Parameters:
    ///   - keys: `[rows, groups · width]`, already rotated.
    ///   - values: `[rows, groups · width]`.
    public mutating func append(keys: Variable<Scalar>, values: Variable<Scalar>) {
        precondition(keys.value.hasShape(of: values.value), "keys and values of different shapes")
        self.keys.append(keys)
        self.values.append(values)
        count += keys.rows
    }
}

extension Visibility {
    /// What the rows of one step of the training-time test see (EAGLE-3, arXiv 2503.01840).
    ///
    /// Row p of step i sees the keys of step 0 up to its own, and of each later step j ≤ i only row p's key: what chain
    /// drafting from every row in parallel would see.
    ///
    /// - Parameters:
    ///   - step: i; 0 is plain causal attention.
    ///   - rows: The rows of every step; step j fills the slots `j · rows ..< (j + 1) · rows`.
    /// - Returns: One row for each row of the step.
    public static func unrolled(step: Int, rows: Int) -> Visibility {
        var visibility = Visibility()
        for row in 0..<rows {
            visibility.append(leading: row + 1, listed: step == 0 ? [] : (1...step).map { $0 * rows + row })
        }
        return visibility
    }
}

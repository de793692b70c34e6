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

    /// The same numbers as constants: what is computed from them costs no memory on the way back.
    public func detached() -> AttentionMemory {
        var copy = self
        copy.keys = keys.map { $0.detached() }
        copy.values = values.map { $0.detached() }
        return copy
    }
}

extension Visibility {
    /// What the rows of one step of the training-time test see (EAGLE-3, arXiv 2503.01840).
    ///
    /// Row p of step i sees the keys of step 0 up to its own, and of each later step j ≤ i only row p's key: what chain
    /// drafting from every row in parallel would see. A row matters to no other row after step 0, so later steps may
    /// leave out rows whose outcome is of no interest, such as a prompt's.
    ///
    /// - Parameters:
    ///   - step: i; 0 is plain causal attention over all rows.
    ///   - rows: How many rows step 0 has; they fill the first slots.
    ///   - followed: The rows that later steps go on with, ascending; step j ≥ 1 fills the slots
    ///     `rows + (j - 1) · followed.count` and on. All rows unless given.
    /// - Returns: One row for each row of the step.
    public static func unrolled(step: Int, rows: Int, followed: [Int]? = nil) -> Visibility {
        var visibility = Visibility()
        guard step > 0 else {
            for row in 0..<rows { visibility.append(leading: row + 1) }
            return visibility
        }
        let followed = followed ?? Array(0..<rows)
        for (place, row) in followed.enumerated() {
            visibility.append(
                leading: row + 1, listed: (0..<step).map { rows + $0 * followed.count + place })
        }
        return visibility
    }
}

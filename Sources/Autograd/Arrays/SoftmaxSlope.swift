/// The gradient of losses over rows of logits z:  dz[r] = shares[r] · softmax(z[r]) - slopes[r] · target[places[r]].
///
/// Cross-entropy, hard or soft, has gradients of this form; rows whose factors are 0 get zeros.
public struct SoftmaxSlope<Scalar: TapeScalar>: Sendable {
    /// z, `[rows, columns]`.
    let logits: DenseMatrix<Scalar>

    /// log Σ exp of each row, `[rows]`.
    let logSums: [Scalar]

    /// What the softmax is multiplied by, `[rows]`.
    let shares: [Scalar]

    /// What is subtracted, `[any, columns]`.
    let target: DenseMatrix<Scalar>

    /// The row of the target for each row, negative for none, `[rows]`.
    let places: [Int32]

    /// What the target is multiplied by, `[rows]`.
    let slopes: [Scalar]

    init(
        logits: DenseMatrix<Scalar>, logSums: [Scalar], shares: [Scalar], target: DenseMatrix<Scalar>,
        places: [Int32], slopes: [Scalar]
    ) {
        let rows = logits.rows
        precondition(target.columns == logits.columns, "a target of another width")
        precondition(places.allSatisfy { $0 < target.rows }, "a row outside the target")
        precondition(
            logSums.count == rows && shares.count == rows && places.count == rows && slopes.count == rows,
            "factors of other rows")
        self.logits = logits
        self.logSums = logSums
        self.shares = shares
        self.target = target
        self.places = places
        self.slopes = slopes
    }
}

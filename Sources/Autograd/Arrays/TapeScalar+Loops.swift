// What the loops compute, in plain words; kernels are tested against these.
extension TapeScalar {
    /// None: rounded factors are multiplied as others are.
    public static var addRoundedProduct: ScaledProduct<Self>? { nil }

    /// log Σ exp of each row.
    public static func logSums(of matrix: DenseMatrix<Self>) -> [Self] {
        var scratch = [Self](repeating: 0, count: matrix.columns)
        var sums = [Self](repeating: 0, count: matrix.rows)
        scratch.withUnsafeMutableBufferPointer { scratch in
            matrix.forEachRow { row, numbers in sums[row] = logSumExp(numbers, scratch: scratch) }
        }
        return sums
    }

    /// The exponential of each number less its row's own constant.
    public static func exponentials(of matrix: DenseMatrix<Self>, lessRows constants: [Self]) -> DenseMatrix<Self> {
        matrix.mappedRows { row, source, result in
            for place in 0..<source.count { result[place] = exponential(source[place] - constants[row]) }
        }
    }

    /// The dot product of each row with a row of another matrix.
    public static func rowDots(
        _ left: DenseMatrix<Self>, _ right: DenseMatrix<Self>, at places: [Int32]
    ) -> [Self] {
        right.values.withUnsafeBufferPointer { right in
            left.reducedRows { row, numbers in
                places[row] < 0 ? 0 : dotProduct(numbers, right.row(Int(places[row]), width: numbers.count))
            }.values
        }
    }

    /// A gradient with respect to logits.
    public static func softmaxGradient(_ slope: SoftmaxSlope<Self>) -> DenseMatrix<Self> {
        slope.target.values.withUnsafeBufferPointer { target in
            slope.logits.mappedRows { row, logits, result in
                let (share, place) = (slope.shares[row], Int(slope.places[row]))
                for column in 0..<logits.count {
                    result[column] = share == 0 ? 0 : share * exponential(logits[column] - slope.logSums[row])
                }
                guard place >= 0, slope.slopes[row] != 0 else { return }
                let expected = target.row(place, width: logits.count)
                for column in 0..<logits.count { result[column] -= slope.slopes[row] * expected[column] }
            }
        }
    }

    /// silu(gate) ∘ up.
    public static func gated(_ gate: DenseMatrix<Self>, _ up: DenseMatrix<Self>) -> DenseMatrix<Self> {
        gate.combined(with: up) { $0 * logistic($0) * $1 }
    }

    /// The gradients of ``gated(_:_:)``.
    public static func gatedSlopes(
        _ slope: DenseMatrix<Self>, gate: DenseMatrix<Self>, up: DenseMatrix<Self>
    ) -> (gate: DenseMatrix<Self>, up: DenseMatrix<Self>) {
        let gateSlope = slope.combined(with: gate, up) { slope, gate, up in
            let share = logistic(gate)
            return slope * up * share * (1 + gate * (1 - share))
        }
        return (gateSlope, slope.combined(with: gate) { $0 * $1 * logistic($1) })
    }

    /// One update of ``AdamW``.
    public static func update(
        _ parameter: inout DenseMatrix<Self>, first: inout DenseMatrix<Self>, second: inout DenseMatrix<Self>,
        gradient: DenseMatrix<Self>, by step: AdamWStep<Self>
    ) {
        first.update(with: gradient) { $0 = step.firstDecay * $0 + step.firstGain * $1 }
        second.update(with: gradient) { $0 = step.secondDecay * $0 + step.secondGain * $1 * $1 }
        let change = first.combined(with: second) {
            step.rate * $0 / ($1.squareRoot() * step.rootScale + step.epsilon)
        }
        parameter.update(with: change) { $0 = step.shrink * $0 - $1 }
    }
}

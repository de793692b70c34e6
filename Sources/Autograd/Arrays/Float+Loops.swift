import CKernels

// The loops by kernels that use the processor's widest vectors, which code compiled for every processor cannot.
extension Float {
    /// log Σ exp of each row.
    public static func logSums(of matrix: DenseMatrix<Float>) -> [Float] {
        var sums = [Float](repeating: 0, count: matrix.rows)
        espalier_log_sums(matrix.values, &sums, Int64(matrix.rows), Int64(matrix.columns))
        return sums
    }

    /// The exponential of each number less its row's own constant.
    public static func exponentials(
        of matrix: DenseMatrix<Float>, lessRows constants: [Float]
    ) -> DenseMatrix<Float> {
        precondition(constants.count == matrix.rows, "\(constants.count) constants for \(matrix.rows) rows")
        return DenseMatrix(rows: matrix.rows, columns: matrix.columns) { result in
            espalier_row_exponentials(
                matrix.values, constants, result.baseAddress, Int64(matrix.rows), Int64(matrix.columns))
        }
    }

    /// The dot product of each row with a row of another matrix.
    public static func rowDots(
        _ left: DenseMatrix<Float>, _ right: DenseMatrix<Float>, at places: [Int32]
    ) -> [Float] {
        precondition(left.columns == right.columns && places.count == left.rows, "shapes differ")
        precondition(places.allSatisfy { $0 < right.rows }, "a row outside 0 ..< \(right.rows)")
        var dots = [Float](repeating: 0, count: left.rows)
        espalier_row_dots(left.values, right.values, places, &dots, Int64(left.rows), Int64(left.columns))
        return dots
    }

    /// A gradient with respect to logits.
    public static func softmaxGradient(_ slope: SoftmaxSlope<Float>) -> DenseMatrix<Float> {
        let (rows, columns) = (slope.logits.rows, slope.logits.columns)
        return DenseMatrix(rows: rows, columns: columns) { result in
            espalier_softmax_slope(
                slope.logits.values, slope.logSums, slope.shares, slope.target.values, slope.places, slope.slopes,
                result.baseAddress, Int64(rows), Int64(columns))
        }
    }

    /// silu(gate) ∘ up.
    public static func gated(_ gate: DenseMatrix<Float>, _ up: DenseMatrix<Float>) -> DenseMatrix<Float> {
        precondition(gate.hasShape(of: up), "shapes differ")
        return DenseMatrix(rows: gate.rows, columns: gate.columns) { result in
            espalier_swiglu(gate.values, up.values, result.baseAddress, Int64(gate.values.count))
        }
    }

    /// The gradients of ``gated(_:_:)``.
    public static func gatedSlopes(
        _ slope: DenseMatrix<Float>, gate: DenseMatrix<Float>, up: DenseMatrix<Float>
    ) -> (gate: DenseMatrix<Float>, up: DenseMatrix<Float>) {
        precondition(slope.hasShape(of: gate) && slope.hasShape(of: up), "shapes differ")
        var upSlope = DenseMatrix<Float>(rows: gate.rows, columns: gate.columns) { _ in }
        let gateSlope = DenseMatrix<Float>(rows: gate.rows, columns: gate.columns) { result in
            espalier_swiglu_slope(
                slope.values, gate.values, up.values, result.baseAddress, &upSlope.values, Int64(gate.values.count))
        }
        return (gateSlope, upSlope)
    }

    /// One update of ``AdamW``.
    public static func update(
        _ parameter: inout DenseMatrix<Float>, first: inout DenseMatrix<Float>, second: inout DenseMatrix<Float>,
        gradient: DenseMatrix<Float>, by step: AdamWStep<Float>
    ) {
        precondition(
            parameter.hasShape(of: gradient) && first.hasShape(of: gradient) && second.hasShape(of: gradient),
            "shapes differ")
        var factors = espalier_adamw(
            shrink: step.shrink, first_decay: step.firstDecay, first_gain: step.firstGain,
            second_decay: step.secondDecay, second_gain: step.secondGain, rate: step.rate,
            root_scale: step.rootScale, epsilon: step.epsilon)
        espalier_adamw_update(
            &factors, gradient.values, &parameter.values, &first.values, &second.values,
            Int64(gradient.values.count))
    }
}

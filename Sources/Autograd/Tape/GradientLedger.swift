/// The gradients on their way back: of the parameters, and of the recorded operations not yet passed.
struct GradientLedger<Scalar: TapeScalar> {
    private(set) var parameters: [DenseMatrix<Scalar>]
    private var recorded: [DenseMatrix<Scalar>?] = []

    init(parameters: [DenseMatrix<Scalar>]) {
        self.parameters = parameters
    }

    mutating func prepare(operations count: Int) {
        recorded = [DenseMatrix<Scalar>?](repeating: nil, count: count)
    }

    mutating func takeRecorded(_ place: Int) -> DenseMatrix<Scalar>? {
        let gradient = recorded[place]
        recorded[place] = nil
        return gradient
    }

    /// Adds a contribution; it is not even computed for a constant.
    mutating func add(_ contribution: @autoclosure () -> DenseMatrix<Scalar>, to origin: GradientOrigin) {
        switch origin {
        case .constant: break
        case .parameter(let place): parameters[place].add(contribution())
        case .recorded(let place, _):
            if recorded[place] == nil {
                recorded[place] = contribution()
            } else {
                recorded[place]?.add(contribution())
            }
        }
    }

    /// Adds a product to a gradient without a matrix between; the first contribution is written, not added to zeros.
    mutating func addProduct(
        _ left: MatrixWindow<Scalar>, _ right: MatrixWindow<Scalar>, rounding: FactorRounding, to origin: GradientOrigin
    ) {
        if case .recorded(let place, _) = origin, recorded[place] == nil {
            recorded[place] = DenseMatrix.product(left, right, rounding: rounding)
        } else {
            update(origin, rows: left.rows, columns: right.columns) {
                $0.addProduct(left, right, rounding: rounding)
            }
        }
    }

    /// Lets the body add to a gradient in place, which spares a matrix where only part of it changes.
    mutating func update(
        _ origin: GradientOrigin, rows: Int, columns: Int, _ body: (inout DenseMatrix<Scalar>) -> Void
    ) {
        switch origin {
        case .constant: break
        case .parameter(let place): body(&parameters[place])
        case .recorded(let place, _):
            var gradient = takeRecorded(place) ?? DenseMatrix(rows: rows, columns: columns)
            body(&gradient)
            recorded[place] = gradient
        }
    }
}

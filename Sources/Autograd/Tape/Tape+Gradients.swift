extension Tape {
    /// The gradients of a scalar with respect to all parameters; clears the tape.
    ///
    /// - Parameter loss: A scalar recorded on this tape.
    /// - Returns: One matrix for each parameter, zero where the loss does not depend on it.
    /// - Precondition: The loss is `[1, 1]`.
    public func gradients(of loss: Variable<Scalar>) -> NamedMatrices<Scalar> {
        var gradients = parameters.zeros()
        addGradients(of: loss, to: &gradients)
        return gradients
    }

    /// Adds the gradients of a scalar to gradients of earlier micro-batches, in place; clears the tape.
    ///
    /// - Parameters:
    ///   - loss: A scalar recorded on this tape.
    ///   - gradients: One matrix for each parameter of the tape.
    /// - Precondition: The loss is `[1, 1]`, and the gradients fit the parameters.
    public func addGradients(of loss: Variable<Scalar>, to gradients: inout NamedMatrices<Scalar>) {
        precondition(loss.rows == 1 && loss.columns == 1, "the gradient of a \(loss.rows) × \(loss.columns) loss")
        addGradients(of: loss, weightedBy: DenseMatrix(scalar: 1), to: &gradients)
    }

    /// Adds the gradients of Σ weights ∘ value (a vector-Jacobian product) to gradients, in place; clears the tape.
    ///
    /// - Parameters:
    ///   - variable: A variable of any shape recorded on this tape.
    ///   - weights: One weight for each of its numbers.
    ///   - gradients: One matrix for each parameter of the tape.
    /// - Precondition: The shapes fit.
    public func addGradients(
        of variable: Variable<Scalar>, weightedBy weights: DenseMatrix<Scalar>,
        to gradients: inout NamedMatrices<Scalar>
    ) {
        precondition(weights.hasShape(of: variable.value), "weights of another shape")
        precondition(gradients.fits(parameters), "gradients do not fit the parameters")
        guard variable.needsGradient else { return clear() }
        precondition(variable.tape === self, "a variable of another tape")
        var ledger = GradientLedger<Scalar>(parameters: gradients.takeMatrices())
        backpropagate(weights, at: variable.origin, ledger: &ledger)
        gradients.matrices = ledger.parameters
    }
}

extension NamedMatrices {
    /// Moves the matrices out, so that they can be changed without a copy, and leaves none.
    mutating func takeMatrices() -> [DenseMatrix<Scalar>] {
        let taken = matrices
        matrices = []
        return taken
    }
}

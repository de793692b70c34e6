extension Variable {
    /// The result of an operation on this variable and others; a constant if all of them are.
    ///
    /// Rules must capture numbers and origins, never variables: those would keep the tape alive through itself.
    func derived(
        _ value: DenseMatrix<Scalar>, with others: Variable..., rule: @escaping Tape<Scalar>.Rule
    ) -> Variable {
        derived(value, with: others, rule: rule)
    }

    /// The same for a list of others.
    func derived(
        _ value: DenseMatrix<Scalar>, with others: [Variable], rule: @escaping Tape<Scalar>.Rule
    ) -> Variable {
        let operands = [self] + others
        guard let tape = operands.lazy.compactMap(\.tape).first else { return Variable(constant: value) }
        for operand in operands where operand.needsGradient {
            precondition(operand.tape === tape, "operands of different tapes")
            precondition(tape.isCurrent(operand.origin), "an operand recorded before the tape was cleared")
        }
        return tape.record(value, rule: rule)
    }
}

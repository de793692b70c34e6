public import Autograd
public import Speculation

extension Variable: DifferentiableValue {
    /// Each element plus a constant of its own.
    public func shifted(by terms: [Double]) -> Variable {
        self + Variable(constant: DenseMatrix(terms.map(Scalar.init), rows: rows, columns: columns))
    }

    /// Applies a smooth or clipping function to each element.
    public func mapped(_ function: ElementaryFunction) -> Variable {
        switch function {
        case .exponential: exponential()
        case .logarithm: logarithm()
        case .sigmoid: sigmoid()
        case .clipped(let lower, let upper): clipped(from: lower, to: upper)
        case .clippedSurrogate(let advantages, let lower, let upper):
            clippedSurrogate(advantages: advantages, from: lower, to: upper)
        }
    }

    /// The numbers, row-major.
    public var numbers: [Double] { value.values.map { Double($0) } }
}

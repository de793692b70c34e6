import CKernels

/// By which instructions the kernels multiply a matrix, which bounds how fast they can be.
public enum ProductArithmetic: Sendable, Hashable, CaseIterable {
    /// Fused multiply-add of single-precision numbers, as weights of 16 and 32 bits are multiplied.
    case singles

    /// Pairs of bfloat16 numbers, added to a sum in single precision: weights whose inputs are rounded to it.
    case roundedPairs

    /// Pairs of whole numbers of 16 bits, added to one of 32: 8-bit weights.
    case wholePairs

    /// Four whole numbers of 8 bits, added to one of 32: 8-bit weights whose inputs are rounded to 8 bits.
    case wholeBytes

    /// The number by which the C kernels know it.
    var code: Int32 {
        switch self {
        case .singles: Int32(ESPALIER_SINGLES)
        case .roundedPairs: Int32(ESPALIER_PAIRS)
        case .wholePairs: Int32(ESPALIER_WHOLE_PAIRS)
        case .wholeBytes: Int32(ESPALIER_WHOLE_BYTES)
        }
    }
}

extension WeightMatrix {
    /// By which instructions the kernels of the variant in use multiply this matrix.
    public var arithmetic: ProductArithmetic {
        let code = espalier_arithmetic(format.code, inputs.code)
        return ProductArithmetic.allCases.first { $0.code == code } ?? .singles
    }
}

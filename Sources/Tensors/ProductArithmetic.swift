import CKernels

/// By which instructions the kernels multiply a matrix, which bounds how fast they can be.
public enum ProductArithmetic: Sendable, Hashable, CaseIterable {
    /// Fused multiply-add of single-precision numbers, as weights of 16 and 32 bits are multiplied.
    case singles

    /// Pairs of bfloat16 numbers, added to a sum in single precision: weights whose inputs are rounded. The same as
    /// ``singles`` where the processor does not have it.
    case roundedPairs

    /// Pairs of whole numbers of 16 bits, added to one of 32: 8-bit weights.
    case wholePairs

    /// Four whole numbers of 8 bits, added to one of 32: 8-bit weights whose inputs are rounded. The same as ``wholePairs``
    /// where the processor does not have it.
    case wholeBytes

    /// The number by which the C kernels know weights that are multiplied so.
    var kernelCode: Int32 {
        switch self {
        case .singles: Int32(ESPALIER_F32)
        case .roundedPairs: Int32(ESPALIER_BF16_PAIRS)
        case .wholePairs: Int32(ESPALIER_Q8)
        case .wholeBytes: Int32(ESPALIER_Q8_BYTES)
        }
    }
}

extension WeightMatrix {
    /// By which instructions the kernels multiply this matrix.
    public var arithmetic: ProductArithmetic {
        switch (isQuantised, roundsInputs) {
        case (false, false): .singles
        case (false, true): .roundedPairs
        case (true, false): .wholePairs
        case (true, true): .wholeBytes
        }
    }
}

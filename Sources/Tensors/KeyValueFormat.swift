import CKernels

/// How the keys and values of a text's tokens are kept, which is most of the memory of a long one.
public enum KeyValueFormat: String, Sendable, Hashable, CaseIterable {
    /// In bfloat16, and multiplied in pairs: queries, and the weights of values, are rounded to it too, each to within 1/256 of
    /// itself. Half the memory, and twice as fast where the processor multiplies pairs (AVX-512 BF16).
    case bf16

    /// In single precision.
    case f32

    /// In 8 bits, in blocks of 32 with a scale each, off by at most 1/254 of the block's largest; multiplied as ``bf16`` is. A
    /// good half of its memory.
    case q8

    /// The number by which the C kernels know it.
    var code: Int32 {
        switch self {
        case .bf16: Int32(ESPALIER_KEPT_BF16)
        case .f32: Int32(ESPALIER_KEPT_F32)
        case .q8: Int32(ESPALIER_KEPT_Q8)
        }
    }
}

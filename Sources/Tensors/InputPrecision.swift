import CKernels

/// How far the inputs of products are rounded before they are multiplied.
///
/// What is decoded is exact for the model that rounds.
public enum InputPrecision: String, Sendable, Hashable, CaseIterable {
    /// As little as products with the weights know: not at all; or, with 8-bit copies and the blocks of GGUF files, which are
    /// multiplied in whole numbers, to 16 bits in blocks of 32, which adds at most 1/65024 of the largest input of a block to the
    /// error of each.
    case full

    /// To bfloat16, as PyTorch and llama.cpp multiply models that are stored in it: each is off by at most 1/256 of itself,
    /// as weights in bfloat16 are. Twice as fast with those where the processor multiplies pairs of them (AVX-512 BF16).
    case bf16

    /// To 8 bits in blocks of 32, as llama.cpp multiplies models of 8 bits and less: each is off by at most 1/254 of the block's largest, as
    /// 8-bit weights are. Up to twice as fast with those where the processor multiplies four bytes at a time (AVX-512 VNNI).
    case q8

    /// The number by which the kernels know it.
    var code: Int32 {
        switch self {
        case .full: Int32(ESPALIER_INPUTS_FULL)
        case .bf16: Int32(ESPALIER_INPUTS_BF16)
        case .q8: Int32(ESPALIER_INPUTS_Q8)
        }
    }
}

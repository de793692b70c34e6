/// In which format a model's weight matrices are multiplied.
public enum WeightFormat: String, Sendable, Hashable, CaseIterable {
    /// As the file stores them, where it is mapped.
    case stored

    /// An 8-bit copy in blocks of 32 with a scale each, made when the model is opened: half the bytes of a 16-bit file,
    /// at the price of rounding. Inputs keep 16 bits. What is decoded is then exact for the rounded model.
    case q8

    /// An 8-bit copy as for ``q8``, times inputs that are rounded to 8 bits in blocks of 32 too, as llama.cpp multiplies its
    /// 8-bit models: up to twice as fast where the processor multiplies four bytes at a time (AVX-512 VNNI), and less near the
    /// stored model. What is decoded is exact for the model that rounds.
    case q8Inputs = "q8-inputs"

    /// Weights in bfloat16, those of other types as copies, times inputs that are rounded to bfloat16 too, as PyTorch and
    /// llama.cpp multiply such models: twice as fast where the processor multiplies pairs of them (AVX-512 BF16). Sums are
    /// in single precision. What is decoded is exact for the model that rounds.
    case bf16Inputs = "bf16-inputs"
}

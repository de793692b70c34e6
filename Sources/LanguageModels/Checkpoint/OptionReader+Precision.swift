public import Speculation
public import Tensors

extension OptionReader {
    /// In what precision a model computes: `dtype`, `inputs` and `kv_dtype`, wherever a model or a head is named.
    ///
    /// - Returns: Weights as stored, full inputs, and keys and values in single precision unless the file says otherwise.
    public mutating func productPrecision() -> ProductPrecision {
        let storage = choice(
            "dtype", default: WeightStorage.stored,
            former: ProductPrecision.formerWords.mapValues {
                "dtype: \($0.storage.rawValue), inputs: \($0.inputs.rawValue)"
            },
            help: "How weights are stored once opened: as the file has them, or converted.")
        let inputs = choice(
            "inputs", default: InputPrecision.full,
            help: "How far the inputs of products are rounded; bf16 and q8 are as coarse as such weights.")
        let keyValues = choice(
            "kv_dtype", default: KeyValueFormat.f32,
            help: "How the keys and values of a text's tokens are kept, most of the memory of a long one.")
        return ProductPrecision(storage, inputs: inputs, keyValues: keyValues)
    }
}

extension ProductPrecision {
    /// What words of `dtype` meant when one word made both choices.
    public static let formerWords = [
        "q8-inputs": ProductPrecision(.q8, inputs: .q8),
        "bf16-inputs": ProductPrecision(.bf16, inputs: .bf16),
    ]
}

public import Speculation
public import Tensors

extension OptionReader {
    /// How a target is opened: its precision, and `context`.
    ///
    /// - Returns: What the file says, and what suits the model elsewhere.
    public mutating func modelOpening() -> ModelOpening {
        let precision = productPrecision()
        let context = optionalInteger(
            "context", absent: "model", in: 1...1 << 24,
            help: "How many tokens prompt and answer may have together; 'model' for as many as it was made for.")
        return ModelOpening(precision, context: context)
    }

    /// In what precision a model computes: `dtype`, `inputs` and `kv_dtype`, wherever a model or a head is named.
    ///
    /// - Returns: Weights as stored, and inputs, keys and values as suits them, unless the file says otherwise.
    public mutating func productPrecision() -> ProductPrecision {
        let storage = choice(
            "dtype", default: WeightStorage.stored,
            former: ProductPrecision.formerWords.mapValues {
                $0.words.prefix(2).map { "\($0): \($1)" }.joined(separator: ", ")
            },
            help: "How weights are stored once opened: as the file has them, or converted.")
        let inputs: InputPrecision? = optionalChoice(
            "inputs", absent: ProductPrecision.automaticWord,
            help: "How far the inputs of products are rounded; auto is q8 with weights of few bits, else full.")
        let keyValues: KeyValueFormat? = optionalChoice(
            "kv_dtype", absent: ProductPrecision.automaticWord,
            help:
                "How the keys and values of a text's tokens are kept; auto is bf16 with weights of few bits, else f32.")
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

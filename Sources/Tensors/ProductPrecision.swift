/// In what precision a model computes: three choices, each a word of strategy files.
///
/// How its weight matrices are stored, how far their inputs are rounded, and how the keys and values of a text are kept.
public struct ProductPrecision: Sendable, Hashable {
    /// How the matrices are stored when the model has been opened.
    public var storage: WeightStorage

    /// How far inputs are rounded.
    public var inputs: InputPrecision

    /// How the keys and values of a text's tokens are kept.
    public var keyValues: KeyValueFormat

    /// Makes the three choices.
    ///
    /// - Parameters:
    ///   - storage: How the matrices are stored.
    ///   - inputs: How far inputs are rounded.
    ///   - keyValues: How the keys and values of a text's tokens are kept.
    public init(
        _ storage: WeightStorage = .stored, inputs: InputPrecision = .full, keyValues: KeyValueFormat = .f32
    ) {
        self.storage = storage
        self.inputs = inputs
        self.keyValues = keyValues
    }
}

extension ProductPrecision: CustomStringConvertible {
    /// The three words: "dtype q8, inputs full, kv_dtype bf16".
    public var description: String {
        "dtype \(storage.rawValue), inputs \(inputs.rawValue), kv_dtype \(keyValues.rawValue)"
    }
}

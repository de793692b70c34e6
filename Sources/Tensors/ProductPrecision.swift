/// In what precision a model computes: three choices, each a word of strategy files.
///
/// How its weight matrices are stored, how far their inputs are rounded, and how the keys and values of a text are kept. The
/// last two may be left to the weights: where these are blocks of a few bits, as in most GGUF files, inputs have 8 bits and
/// keys and values 16, which changes no more than such weights have changed already; else nothing is rounded.
public struct ProductPrecision: Sendable, Hashable {
    /// How the matrices are stored when the model has been opened.
    public var storage: WeightStorage

    /// How far inputs are rounded; nil for as far as suits each matrix.
    public var inputs: InputPrecision?

    /// How the keys and values of a text's tokens are kept; nil for as suits the matrices.
    public var keyValues: KeyValueFormat?

    /// Weights as they are stored, and everything else left to them.
    public static let automatic = ProductPrecision(inputs: nil, keyValues: nil)

    /// The word of strategy files for what is left to the weights.
    public static let automaticWord = "auto"

    /// Makes the three choices.
    ///
    /// - Parameters:
    ///   - storage: How the matrices are stored.
    ///   - inputs: How far inputs are rounded; nil for as far as suits each matrix.
    ///   - keyValues: How the keys and values of a text's tokens are kept; nil for as suits the matrices.
    public init(
        _ storage: WeightStorage = .stored, inputs: InputPrecision? = .full, keyValues: KeyValueFormat? = .f32
    ) {
        self.storage = storage
        self.inputs = inputs
        self.keyValues = keyValues
    }

    /// How far inputs are rounded that are multiplied with a matrix.
    ///
    /// - Parameter format: How the matrix is stored.
    /// - Returns: What was chosen, or suits it.
    public func inputs(for format: StorageFormat) -> InputPrecision {
        inputs ?? (format.blockNumbers > 1 ? .q8 : .full)
    }

    /// How keys and values are kept.
    ///
    /// - Parameter hasBlocks: Whether matrices are stored in blocks of a few bits.
    /// - Returns: What was chosen, or suits them.
    public func keyValues(ofBlocks hasBlocks: Bool) -> KeyValueFormat { keyValues ?? (hasBlocks ? .bf16 : .f32) }
}

extension ProductPrecision: CustomStringConvertible {
    /// The three words: "dtype q8, inputs full, kv_dtype bf16".
    public var description: String { words.map { "\($0) \($1)" }.joined(separator: ", ") }

    /// The options of strategy files and their words.
    public var words: [(option: String, word: String)] {
        [
            ("dtype", storage.rawValue), ("inputs", inputs?.rawValue ?? Self.automaticWord),
            ("kv_dtype", keyValues?.rawValue ?? Self.automaticWord),
        ]
    }
}

/// In what precision products with a model's weight matrices are formed: two choices, each a word of strategy files.
public struct ProductPrecision: Sendable, Hashable {
    /// How the matrices are stored when the model has been opened.
    public var storage: WeightStorage

    /// How far inputs are rounded.
    public var inputs: InputPrecision

    /// Makes the two choices.
    ///
    /// - Parameters:
    ///   - storage: How the matrices are stored.
    ///   - inputs: How far inputs are rounded.
    public init(_ storage: WeightStorage = .stored, inputs: InputPrecision = .full) {
        self.storage = storage
        self.inputs = inputs
    }
}

extension ProductPrecision: CustomStringConvertible {
    /// Both words: "dtype q8, inputs full".
    public var description: String { "dtype \(storage.rawValue), inputs \(inputs.rawValue)" }
}

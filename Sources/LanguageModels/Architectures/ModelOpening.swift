public import Tensors

/// How a model is opened: in what precision it computes, and how long its texts may become.
public struct ModelOpening: Sendable, Hashable {
    /// The precision of products with its matrices.
    public var precision: ProductPrecision

    /// How many tokens a text may have, prompt and answer together, which bounds the memory of keys and values; nil for as
    /// many as the model was made for.
    public var context: Int?

    /// Makes the choices.
    ///
    /// - Parameters:
    ///   - precision: The precision of products with its matrices.
    ///   - context: How many tokens a text may have; nil for as many as the model was made for.
    public init(_ precision: ProductPrecision = ProductPrecision(), context: Int? = nil) {
        self.precision = precision
        self.context = context
    }
}

extension ModelOpening: CustomStringConvertible {
    /// The words of strategy files: "dtype q8, inputs full, kv_dtype bf16, context 4096".
    public var description: String { "\(precision)" + (context.map { ", context \($0)" } ?? "") }
}

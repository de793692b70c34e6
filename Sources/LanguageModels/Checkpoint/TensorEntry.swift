public import Tensors

/// One tensor of a file, as the file declares it.
public struct TensorEntry: Sendable, Hashable {
    /// The tensor's name in Hugging Face layout.
    public let name: String

    /// The file's name of its number type: "F32", "BF16", "I64", "BOOL", "Q4_K" and so on.
    public let type: String

    /// Its extents, outermost first; none for a single number.
    public let shape: [Int]

    /// Where its bytes lie, counted from where the tensors' bytes begin.
    public let range: Range<Int>

    /// The format of weights of this type; nil for integers, truth values and others.
    public let format: StorageFormat?

    /// What the file calls the tensor, for messages.
    public let spelling: String

    /// Describes a tensor.
    ///
    /// - Parameters:
    ///   - name: Its name in Hugging Face layout.
    ///   - type: The file's name of its number type.
    ///   - shape: Its extents, outermost first.
    ///   - range: Where its bytes lie.
    ///   - format: The format of weights of this type; the floating-point one of the type's name unless given.
    ///   - spelling: What the file calls it; its name unless given.
    init(
        name: String, type: String, shape: [Int], range: Range<Int>, format: StorageFormat? = nil,
        spelling: String? = nil
    ) {
        self.name = name
        self.type = type
        self.shape = shape
        self.range = range
        self.format = format ?? StorageFormat(named: type)
        self.spelling = spelling ?? name
    }

    /// The number of numbers.
    public var count: Int { shape.reduce(1, *) }
}

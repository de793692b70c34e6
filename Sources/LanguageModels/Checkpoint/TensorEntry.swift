public import Tensors

/// One tensor of a safetensors file, as its header declares it.
public struct TensorEntry: Sendable, Hashable {
    /// The tensor's name.
    public let name: String

    /// The header's name of its number type: "F32", "BF16", "I64", "BOOL" and so on.
    public let type: String

    /// Its extents, outermost first; none for a single number.
    public let shape: [Int]

    /// Where its bytes lie, counted from the end of the header.
    public let range: Range<Int>

    /// The format of weights of this type; nil for integers, truth values and others.
    public var format: StorageFormat? { StorageFormat(named: type) }

    /// The number of numbers.
    public var count: Int { shape.reduce(1, *) }
}

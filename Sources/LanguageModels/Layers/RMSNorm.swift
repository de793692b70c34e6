public import Tensors

/// Root-mean-square normalisation with a learned factor for each column (Zhang and Sennrich, 2019).
public struct RMSNorm: Sendable {
    /// `[width]`.
    public let weight: [Float]

    /// Added to the mean square.
    public let epsilon: Float

    /// Takes a norm out of a checkpoint.
    ///
    /// - Parameters:
    ///   - name: The tensor's name without `.weight`.
    ///   - width: The number of columns.
    ///   - epsilon: Added to the mean square.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if the tensor is missing or misshapen.
    public init(_ name: String, width: Int, epsilon: Float, from reader: inout TensorReader) throws {
        weight = try reader.vector(name + ".weight", count: width)
        self.epsilon = epsilon
    }

    /// Normalises every row.
    ///
    /// - Parameters:
    ///   - input: `[rows, width]`.
    ///   - output: Resized to the same shape.
    public func apply(_ input: Matrix, into output: inout Matrix) {
        input.normalise(weight: weight, epsilon: epsilon, into: &output)
    }
}

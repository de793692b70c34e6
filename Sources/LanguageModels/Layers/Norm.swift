import Tensors

/// Root-mean-square normalization with a learned factor for each column (Zhang and Sennrich, 2019).
struct Norm<Operations: LayerOperations> {
    /// `[width]`.
    let gain: Operations.Gain

    /// Added to the mean square.
    let epsilon: Float

    /// Normalizes every row, or every part of it as wide as the norm, such as a head.
    func apply(_ input: Operations.Activation, on operations: inout Operations) -> Operations.Activation {
        operations.normalize(input, by: gain, epsilon: epsilon)
    }
}

extension Norm: Sendable where Operations.Gain: Sendable {}

extension Norm where Operations: DecoderOperations {
    /// Takes a norm out of a source.
    ///
    /// - Parameters:
    ///   - name: The tensor's name without `.weight`.
    ///   - width: The number of columns.
    ///   - frame: What is added to the mean square, and to the factors as they are stored.
    ///   - source: Where the parts are.
    /// - Throws: ``ModelError`` if the tensor is missing or misshapen.
    init<Source: LayerSource<Operations>>(
        _ name: String, width: Int, in frame: LayerFrame, from source: inout Source
    ) throws {
        gain = try source.vector(name + ".weight", count: width, adding: frame.gainOffset)
        epsilon = frame.normEpsilon
    }
}

extension Norm<StoredOperations> {
    /// Normalizes every row of a matrix that outlives the layers.
    func apply(_ input: Matrix, into output: inout Matrix) {
        input.normalize(weight: gain, epsilon: epsilon, into: &output)
    }
}

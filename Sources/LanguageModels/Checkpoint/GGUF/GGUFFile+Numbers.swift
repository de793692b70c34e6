import Tensors

extension GGUFFile {
    /// The numbers of a tensor in single precision, to the bit those of the reference's dequantisation.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Returns: Row-major.
    public func numbers(of tensor: GGUFTensor) -> [Float] {
        let (rows, columns) = (tensor.shape.dropLast().reduce(1, *), tensor.shape.last ?? 1)
        return WeightMatrix(bytes: bytes(of: tensor), format: tensor.type.format, rows: rows, columns: columns)
            .widened()
    }
}

import Tensors

extension GGUFFile {
    /// The numbers of a tensor in single precision, to the bit those of the reference's dequantisation.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Returns: Row-major.
    /// - Throws: ``ModelError`` if they are of a type that is not read.
    public func numbers(of tensor: GGUFTensor) throws(ModelError) -> [Float] {
        try checkIsRead(tensor)
        guard let format = tensor.type.format else { return [] }
        let (rows, columns) = (tensor.shape.dropLast().reduce(1, *), tensor.shape.last ?? 1)
        return WeightMatrix(bytes: bytes(of: tensor), format: format, rows: rows, columns: columns).widened()
    }

    /// Refuses a tensor whose numbers are of a type that is described and not read.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Throws: ``ModelError`` that names the types that are.
    public func checkIsRead(_ tensor: GGUFTensor) throws(ModelError) {
        guard !tensor.type.isRead else { return }
        let known = GGUFType.read.map(\.name).joined(separator: ", ")
        throw ModelError(
            path, "tensor '\(tensor.name)' is of type \(tensor.type.name), which is not read (read: \(known))")
    }
}

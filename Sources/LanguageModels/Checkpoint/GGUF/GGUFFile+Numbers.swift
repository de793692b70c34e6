import Tensors

extension GGUFFile {
    /// The numbers of a tensor in single precision, to the bit those of the reference's dequantisation.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Returns: Row-major.
    /// - Throws: ``ModelError`` if they are of a type that is not read.
    public func numbers(of tensor: GGUFTensor) throws(ModelError) -> [Float] {
        let (bytes, type) = (bytes(of: tensor), tensor.type)
        try checkIsRead(tensor)
        if let format = StorageFormat(named: type.name) {
            return WeightMatrix(bytes: bytes, format: format, rows: 1, columns: tensor.shape.reduce(1, *)).widened()
        }
        guard
            let numbers = BlockDecoding.numbers(
                bytes, type: type.code, blockBytes: type.blockBytes, blockNumbers: type.blockNumbers)
        else { preconditionFailure("\(type.name) is a type that is read") }
        return numbers
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

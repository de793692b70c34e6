import Tensors

extension GGUFFile {
    /// The numbers of a tensor in single precision, to the bit those of the reference's dequantisation.
    ///
    /// - Parameter tensor: One of ``tensors``.
    /// - Returns: Row-major.
    public func numbers(of tensor: GGUFTensor) -> [Float] {
        let (bytes, type) = (bytes(of: tensor), tensor.type)
        if let format = StorageFormat(named: type.name) {
            return WeightMatrix(bytes: bytes, format: format, rows: 1, columns: tensor.shape.reduce(1, *)).widened()
        }
        guard
            let numbers = BlockDecoding.numbers(
                bytes, type: type.code, blockBytes: type.blockBytes, blockNumbers: type.blockNumbers)
        else { preconditionFailure("\(type.name) is a type that is read") }
        return numbers
    }
}

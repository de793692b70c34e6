/// One tensor of a GGUF file, as the file declares it.
public struct GGUFTensor: Sendable, Hashable {
    /// The tensor's name, such as `blk.0.attn_q.weight`.
    public let name: String

    /// How its numbers are stored.
    public let type: GGUFType

    /// Its extents, outermost first; the file has them the other way round.
    public let shape: [Int]

    /// Where its bytes lie, counted from where the tensors' bytes begin.
    public let range: Range<Int>
}

/// Reads what a GGUF file declares of its tensors, and checks it.
struct GGUFTensorReader {
    let path: String
    let alignment: Int

    private var tensors: [GGUFTensor] = []
    private var names: Set<String> = []

    init(path: String, alignment: Int) {
        self.path = path
        self.alignment = alignment
    }

    /// Reads the next declaration.
    mutating func read(_ cursor: inout ByteCursor) throws(ModelError) {
        let name = try cursor.text("the name of tensor \(tensors.count)")
        guard !name.isEmpty else { throw ModelError(path, "tensor \(tensors.count) has an empty name") }
        guard names.insert(name).inserted else { throw ModelError(path, "holds tensor '\(name)' twice") }
        let shape = try shape(of: name, &cursor)
        let code = try cursor.integer(UInt32.self, "the type of tensor '\(name)'")
        guard let type = GGUFType(code: code) else {
            throw ModelError(path, "tensor '\(name)' is of type number \(code), whose size nobody knows here")
        }
        let count = try byteCount(of: name, type, shape)
        let offset = try cursor.integer(UInt64.self, "the offset of tensor '\(name)'")
        guard offset.isMultiple(of: UInt64(alignment)) else {
            throw ModelError(
                path, "tensor '\(name)' begins at \(offset), which is no multiple of the alignment \(alignment)")
        }
        guard offset <= UInt64(Int.max - count) else {
            throw ModelError(path, "tensor '\(name)' begins at \(offset), beyond the end of any file")
        }
        tensors.append(GGUFTensor(name: name, type: type, shape: shape, range: Int(offset)..<Int(offset) + count))
    }

    private func shape(of name: String, _ cursor: inout ByteCursor) throws(ModelError) -> [Int] {
        let dimensions = try cursor.integer(UInt32.self, "the number of dimensions of tensor '\(name)'")
        guard 1...4 ~= dimensions else {
            throw ModelError(path, "tensor '\(name)' has \(dimensions) dimensions, and GGUF tensors have 1 to 4")
        }
        var shape: [Int] = []
        for _ in 0..<dimensions {
            let extent = try cursor.integer(UInt64.self, "the extents of tensor '\(name)'")
            guard extent > 0, extent < 1 << 48 else {
                throw ModelError(path, "tensor '\(name)' has an extent of \(extent)")
            }
            shape.insert(Int(extent), at: 0)
        }
        return shape
    }

    private func byteCount(of name: String, _ type: GGUFType, _ shape: [Int]) throws(ModelError) -> Int {
        let columns = shape[shape.count - 1]
        guard columns.isMultiple(of: type.blockNumbers) else {
            throw ModelError(
                path,
                "tensor '\(name)' has rows of \(columns) numbers, and \(type.name) stores blocks of \(type.blockNumbers)"
            )
        }
        var count = columns / type.blockNumbers
        for factor in shape.dropLast() + [type.blockBytes] {
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            guard !overflow else {
                throw ModelError(path, "tensor '\(name)' of shape \(shape) is larger than any file")
            }
            count = product
        }
        return count
    }

    /// The tensors, all of whose bytes are there and nobody else's.
    ///
    /// - Parameter available: How many bytes follow what is declared.
    /// - Returns: The tensors in the order of the file.
    /// - Throws: ``ModelError`` if bytes are missing, or two tensors claim the same.
    func checked(available: Int) throws(ModelError) -> [GGUFTensor] {
        var previous: GGUFTensor?
        for tensor in tensors.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard tensor.range.upperBound <= available else {
                throw ModelError(
                    path,
                    "is truncated: tensor '\(tensor.name)' ends \(tensor.range.upperBound) bytes into the tensors, and "
                        + "the file has \(available) of them")
            }
            if let previous, previous.range.upperBound > tensor.range.lowerBound {
                throw ModelError(path, "tensors '\(previous.name)' and '\(tensor.name)' overlap")
            }
            previous = tensor
        }
        return tensors
    }
}

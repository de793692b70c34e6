public import Foundation

/// The bytes of a GGUF file of version 3.
public enum GGUFData {
    /// Where tensors begin: at multiples of so many bytes.
    private static let alignment = 32

    /// Puts a file together.
    ///
    /// - Parameters:
    ///   - metadata: Keys and values in the order of the file. Whole numbers are written with 32 bits where these hold them,
    ///     others in single precision, as llama.cpp expects both.
    ///   - tensors: Their contents, outermost extents first; formats without a code in such files are a caller's mistake.
    /// - Returns: The whole file.
    public static func encoded(_ metadata: [(key: String, value: GGUFValue)], _ tensors: [TensorContent]) -> Data {
        var data = Data("GGUF".utf8)
        data.append(number: UInt32(3))
        data.append(number: UInt64(tensors.count))
        data.append(number: UInt64(metadata.count))
        for (key, value) in metadata {
            data.append(text: key)
            data.append(value)
        }
        var offset = 0
        for tensor in tensors {
            data.append(text: tensor.name)
            data.append(number: UInt32(tensor.shape.count))
            // Innermost first in these files.
            for extent in tensor.shape.reversed() { data.append(number: UInt64(extent)) }
            guard let type = GGUFType(named: tensor.type) else {
                preconditionFailure("no GGUF file holds tensors of type \(tensor.type)")
            }
            data.append(number: type.code)
            data.append(number: UInt64(offset))
            offset = aligned(offset + tensor.bytes.count)
        }
        for tensor in tensors {
            data.append(Data(count: aligned(data.count) - data.count))
            data.append(tensor.bytes)
        }
        data.append(Data(count: aligned(data.count) - data.count))
        return data
    }

    private static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}

extension Data {
    fileprivate mutating func append(number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(text: String) {
        append(number: UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }

    private mutating func append(type: GGUFValueType) { append(number: type.rawValue) }

    fileprivate mutating func append(_ value: GGUFValue) {
        switch value {
        case .unsigned(let number):
            if let short = UInt32(exactly: number) {
                append(type: .uint32)
                append(number: short)
            } else {
                append(type: .uint64)
                append(number: number)
            }
        case .signed(let number):
            if let short = Int32(exactly: number) {
                append(type: .int32)
                append(number: short)
            } else {
                append(type: .int64)
                append(number: number)
            }
        case .real(let number):
            append(type: .float32)
            append(number: Float(number).bitPattern)
        case .boolean(let flag):
            append(type: .boolean)
            append(number: UInt8(flag ? 1 : 0))
        case .text(let text):
            append(type: .string)
            append(text: text)
        case .list(let list):
            append(type: .array)
            append(type: list.type)
            append(number: UInt64(list.count))
            append(list.bytes)
        }
    }
}

package import Foundation

/// A safetensors file taken apart, so that a test can break it in one place and put it together again.
package struct SafetensorsBytes {
    /// The JSON header as written.
    package var header: String

    /// Everything behind the header.
    package var numbers: Data

    /// The size that the file claims for its header; nil for the true one.
    package var claimedHeaderSize: UInt64?

    /// Makes a file of its parts.
    package init(header: String, numbers: Data) {
        self.header = header
        self.numbers = numbers
    }

    /// Takes a sound file apart.
    package init(contentsOf url: URL) throws {
        let file = try Data(contentsOf: url)
        let size = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        header = String(decoding: file[8..<8 + size], as: UTF8.self)
        numbers = Data(file[(8 + size)...])
    }

    /// Makes a file of tensors, laid out in their order.
    package init(_ tensors: [StoredTensor], metadata: Bool = true) {
        numbers = Data()
        var members = metadata ? ["\"__metadata__\":{\"format\":\"pt\"}"] : []
        for tensor in tensors {
            let start = numbers.count
            numbers.append(tensor.bytes)
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\"\(tensor.name)\":{\"dtype\":\"\(tensor.type)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(numbers.count)]}")
        }
        header = "{\(members.joined(separator: ","))}"
    }

    /// The whole file.
    package var data: Data {
        var file = Data()
        withUnsafeBytes(of: (claimedHeaderSize ?? UInt64(header.utf8.count)).littleEndian) {
            file.append(contentsOf: $0)
        }
        file.append(contentsOf: header.utf8)
        file.append(numbers)
        return file
    }

    /// The file with a part of its header written differently; the part must occur.
    package func replacing(_ part: String, by other: String) -> SafetensorsBytes {
        precondition(header.contains(part), "the header does not hold \(part)")
        var changed = self
        changed.header = header.replacingOccurrences(of: part, with: other)
        return changed
    }
}

public import Foundation
import JSON

/// Writes tensors in safetensors format; see ``SafetensorsFile`` for the layout.
public enum SafetensorsData {
    /// A whole file.
    ///
    /// The header is padded so that the numbers start at a multiple of 8 bytes, and tensors of wider numbers come
    /// first, so that every number is aligned to its own size, as the format's own writer does it.
    ///
    /// - Parameters:
    ///   - tensors: What to write; those of equally wide numbers keep their order.
    ///   - metadata: Texts about the file by name; loaders of PyTorch's family want `format` to be `pt`.
    /// - Returns: Header and numbers.
    /// - Precondition: No name occurs twice.
    public static func encoded(_ tensors: [TensorContent], metadata: [String: String] = [:]) -> Data {
        precondition(Set(tensors.map(\.name)).count == tensors.count, "a tensor's name occurs twice")
        let ordered = [8, 4, 2, 1].flatMap { width in tensors.filter { $0.width == width } }
        var members: [JSONMember] = []
        if !metadata.isEmpty {
            members.append(JSONMember("__metadata__", .object(sorting: metadata.mapValues { .string($0) })))
        }
        var end = 0
        for tensor in ordered {
            members.append(JSONMember(tensor.name, header(of: tensor, from: end)))
            end += tensor.bytes.count
        }
        var header = JSONValue.object(members).text
        header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        var file = Data(capacity: 8 + header.utf8.count + end)
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(contentsOf: header.utf8)
        for tensor in ordered { file.append(tensor.bytes) }
        return file
    }

    private static func header(of tensor: TensorContent, from start: Int) -> JSONValue {
        .object([
            JSONMember("dtype", .string(tensor.type)),
            JSONMember("shape", .array(tensor.shape.map { .integer($0) })),
            JSONMember("data_offsets", .array([.integer(start), .integer(start + tensor.bytes.count)])),
        ])
    }
}

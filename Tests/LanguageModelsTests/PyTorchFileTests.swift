import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Testing

/// Archives of `torch.save` are read without Python: tensors as torch has them, anything else refused by its name.
struct PyTorchFileTests {
    private static let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/pytorch")

    private static func archive(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent("\(name).bin"))
    }

    private static func expected(_ name: String) throws -> [JSONMember] {
        let value = try JSONValue(parsing: Data(contentsOf: folder.appendingPathComponent("expected.json")))
        return try #require(value[name]?.members)
    }

    /// What is wrong with a model's weights, without their path.
    private func complaint(_ data: Data) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(data, to: "pytorch_model.bin")
        let error = #expect(throws: ModelError.self) { try Checkpoint(folder: folder.url) }
        let description = try #require(error).description
        #expect(description.hasPrefix(file.path + ": "))
        return String(description.dropFirst(file.path.count + 2))
    }

    private func numbers(_ bytes: Data, type: String) -> [Double] {
        func read<Number: BitwiseCopyable>(_ type: Number.Type) -> [Number] {
            let size = MemoryLayout<Number>.size
            return bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / size).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: type) }
            }
        }
        switch type {
        case "F32": return read(Float.self).map(Double.init)
        case "F64": return read(Double.self)
        case "BF16": return read(UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
        case "F16": return read(UInt16.self).map(Self.half)
        case "I64": return read(Int64.self).map(Double.init)
        case "I32": return read(Int32.self).map(Double.init)
        default: return bytes.map(Double.init)
        }
    }

    /// A number of five bits of exponent and ten of significand; none here is infinite.
    private static func half(_ bits: UInt16) -> Double {
        let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023) / 1024)
        let size = exponent == 0 ? scalbn(fraction, -14) : scalbn(1 + fraction, exponent - 15)
        return bits >> 15 == 1 ? -size : size
    }

    private static let types = [
        "float32": "F32", "float16": "F16", "bfloat16": "BF16", "float64": "F64", "int64": "I64", "int32": "I32",
        "bool": "BOOL",
    ]

    @Test(arguments: [("plain", "tensors"), ("state", "tensors"), ("protocol4", "tensors"), ("views", "views")])
    func `Tensors are those that torch saved, whatever protocol and order they have`(
        _ file: String, _ expected: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.archive(file), to: "pytorch_model.bin")
        let checkpoint = try Checkpoint(folder: folder.url)
        let members = try Self.expected(expected)
        #expect(checkpoint.names == members.map(\.key).sorted())
        for member in members {
            let entry = try #require(checkpoint.entry(member.key))
            #expect(entry.type == Self.types[member.value["dtype"]?.string ?? ""], "\(member.key)")
            #expect(entry.shape == member.value["shape"]?.array?.compactMap(\.integer), "\(member.key)")
            let values = try numbers(#require(checkpoint.bytes(of: member.key)), type: entry.type)
            let wanted = try #require(member.value["values"]?.array).map { value -> Double in
                value.bool.map { $0 ? 1 : 0 } ?? value.double ?? .nan
            }
            #expect(values == wanted, "\(member.key)")
        }
    }

    @Test
    func `What is no mapping of tensors is refused by name, and nothing of it is run`() throws {
        let counted = try complaint(Self.archive("counter"))
        #expect(counted.contains("data.pkl: names 'collections.Counter' at byte "))
        #expect(counted.hasSuffix("which does not describe tensors: nothing of the file is run, and it is not read"))
        #expect(
            try complaint(Self.archive("nested"))
                == "holds a mapping as 'state_dict', and a tensor is expected: a training checkpoint's weights are a part of it"
        )
        #expect(
            try complaint(Self.archive("old"))
                == "is in PyTorch's format of before version 1.6, which is not read: load it with PyTorch 1.6 or later and "
                + "save it again by torch.save")
        #expect(
            try complaint(Data("hello".utf8))
                == "is no file of torch.save: it begins neither as a zip archive nor as a pickle")
    }

    /// The archive with a byte of its pickle replaced.
    private func pickle(changing find: [UInt8], to bytes: [UInt8]) throws -> Data {
        var data = try Self.archive("plain")
        let place = try #require(data.range(of: Data(find)))
        data.replaceSubrange(place, with: bytes)
        return data
    }

    @Test
    func `Operations that call or import are named, and claims are compared with the file`() throws {
        // The first call of the pickle becomes one that makes an object.
        let made = try complaint(pickle(changing: [0x51, 0x4B, 0x00], to: [0x81, 0x4B, 0x00]))
        #expect(made.contains("holds the pickle operation NEWOBJ at byte "))
        let imported = try complaint(pickle(changing: Array("FloatStorage".utf8), to: Array("FloatStorags".utf8)))
        #expect(imported.contains("names 'torch.FloatStorags' at byte "))
        // Twelve numbers from the thirteenth on.
        let far = try complaint(pickle(changing: [0x51, 0x4B, 0x00, 0x4B, 0x03], to: [0x51, 0x4B, 0x0D, 0x4B, 0x03]))
        #expect(far == "tensor 'single' of shape [3, 4] ends beyond its storage of 12 numbers")
        let wide = try complaint(
            pickle(changing: [0x4B, 0x03, 0x4B, 0x04, 0x86], to: [0x4B, 0xFF, 0x4B, 0x04, 0x86]))
        #expect(wide == "tensor 'single' of shape [255, 4] ends beyond its storage of 12 numbers")
    }

    @Test
    func `A cut archive is refused wherever it is cut`() throws {
        let whole = try Self.archive("plain")
        for length in stride(from: 0, to: whole.count, by: 37) {
            #expect(!(try complaint(whole.prefix(length))).isEmpty)
        }
        #expect(try complaint(whole.dropLast(40)) == "is a zip archive without its table of contents: it is truncated")
    }

    @Test
    func `Shards are found by their index, or by their numbers`() throws {
        let model = try TemporaryFolder()
        let (first, second) = ("pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin")
        try model.write(Self.archive("plain"), to: first)
        let missing = #expect(throws: ModelError.self) { try Checkpoint(folder: model.url) }
        #expect(missing?.description.hasSuffix("'\(first)' is one of 00002: some are missing") == true)
        try model.write(Self.archive("views"), to: second)
        #expect(try Checkpoint(folder: model.url).names.count == 13)

        let names =
            try (Self.expected("tensors").map { ($0.key, first) } + Self.expected("views").map { ($0.key, second) })
        let listed = names.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ")
        try model.write("{\"weight_map\": {\(listed)}}", to: "pytorch_model.bin.index.json")
        #expect(try Checkpoint(folder: model.url).names.count == 13)
        try model.write("{\"weight_map\": {\"a\": \"evil.so\"}}", to: "pytorch_model.bin.index.json")
        let foreign = #expect(throws: ModelError.self) { try Checkpoint(folder: model.url) }
        #expect(foreign?.description.hasSuffix("maps 'a' to something that is no name of a .bin file") == true)
    }
}

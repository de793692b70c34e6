import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// Written files hold the bytes that the format's own writer gives for the same tensors.
struct SafetensorsDataTests {
    /// From `safetensors.numpy.save` (0.8.0) of these four tensors with the metadata.
    private static let expected =
        "00010000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a227074227d2c2261223a7b226474797065223a22493634"
        + "222c227368617065223a5b325d2c22646174615f6f666673657473223a5b302c31365d7d2c2277223a7b226474797065223a22463332222c22"
        + "7368617065223a5b312c325d2c22646174615f6f666673657473223a5b31362c32345d7d2c2268223a7b226474797065223a22463136222c22"
        + "7368617065223a5b335d2c22646174615f6f666673657473223a5b32342c33305d7d2c2262223a7b226474797065223a22424f4f4c222c2273"
        + "68617065223a5b335d2c22646174615f6f666673657473223a5b33302c33335d7d7d20200300000000000000ffffffffffffffff0000803f00"
        + "002040003c00c00038010001"

    @Test
    func `Integers, weights and truth values with metadata`() throws {
        let file = SafetensorsData.encoded(
            [
                TensorContent("b", marks: [true, false, true]),
                try TensorContent("h", shape: [3], [1, -2, 0.5], storing: .float16),
                TensorContent("a", integers: [3, -1]),
                try TensorContent("w", shape: [1, 2], [1, 2.5], storing: .float32),
            ], metadata: ["format": "pt"])
        #expect(file.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined() == Self.expected)
    }

    @Test
    func `What is written is read back, each number aligned to its size`() throws {
        let folder = try TemporaryFolder()
        let matrix = Matrix([0.5, 1, 2, -3, 1e-30, 5], columns: 3)
        let contents = [
            TensorContent("marks \"odd\"", marks: [true, false, false]), TensorContent("matrix", matrix),
            try TensorContent("number", shape: [], [7], storing: .bfloat16), TensorContent("ids", integers: []),
        ]
        let file = try SafetensorsFile(contentsOf: folder.write(SafetensorsData.encoded(contents), to: "x.safetensors"))
        #expect(file.entries.count == 4)
        for content in contents {
            let entry = try #require(file.entries.first { $0.name == content.name })
            #expect(entry.type == content.type && entry.shape == content.shape)
            #expect(file.bytes(of: entry) == content.bytes)
            #expect(entry.range.lowerBound.isMultiple(of: content.width))
        }
    }

    @Test
    func `A number that the type cannot hold is refused by the tensor's name`() {
        #expect(
            throws: ModelError("tensor 'fc.weight'", "holds 70000.0, which F16 cannot store: it ends at 65504.0")
        ) { try TensorContent("fc.weight", shape: [1, 2], [1, 70000], storing: .float16) }
    }
}

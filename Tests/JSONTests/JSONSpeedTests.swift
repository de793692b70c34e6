import JSON
import Testing

@Suite("Speed of the JSON reader")
struct JSONSpeedTests {
    @Test("a large model's tokenizer file is read in well under 1.5 seconds")
    func tokenizerSizedText() throws {
        let vocabulary = (0..<130_000).map { "\"token-\($0)-\u{120}\": \($0)" }.joined(separator: ",\n      ")
        let merges = (0..<140_000).map { "[\n        \"a\($0)\",\n        \"b\($0)\"\n      ]" }
        let text = "{\"vocab\": {\(vocabulary)}, \"merges\": [\(merges.joined(separator: ","))]}"
        let bytes = Array(text.utf8)
        var value = JSONValue.null
        let elapsed = try ContinuousClock().measure { value = try JSONValue(parsing: bytes) }
        #expect(value["vocab"]?.members?.count == 130_000)
        #expect(value["merges"]?.array?.count == 140_000)
        #expect(elapsed < .seconds(1.5), "\(bytes.count) bytes took \(elapsed)")
    }
}

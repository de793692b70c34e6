import JSON
import Testing

/// Values written as text; the expected texts are those of Python's json module.
struct JSONTextTests {
    private static let value = JSONValue.object([
        JSONMember(
            "a", .array([.integer(1), .real(1e-5), .real(10_000), .array([]), .object([])])),
        JSONMember(
            "b",
            .object([
                JSONMember("q\"\\\n\t\r\u{1}é😀/", .null), JSONMember("t", .array([.bool(true), .bool(false)])),
            ])),
    ])

    @Test
    func `On one line`() {
        #expect(
            Self.value.text
                == #"{"a":[1,1e-05,10000.0,[],{}],"b":{"q\"\\\n\t\r\u0001é😀/":null,"t":[true,false]}}"#)
    }

    @Test
    func `Indented`() {
        #expect(
            Self.value.indentedText == #"""
                {
                  "a": [
                    1,
                    1e-05,
                    10000.0,
                    [],
                    {}
                  ],
                  "b": {
                    "q\"\\\n\t\r\u0001é😀/": null,
                    "t": [
                      true,
                      false
                    ]
                  }
                }
                """#)
    }

    @Test
    func `Both are read back as the same value`() throws {
        #expect(try JSONValue(parsing: Self.value.text) == Self.value)
        #expect(try JSONValue(parsing: Self.value.indentedText) == Self.value)
        let numbers = JSONValue.array(
            [
                .integer(.min), .integer(.max), .real(.leastNonzeroMagnitude), .real(-.greatestFiniteMagnitude),
                .real(0.1),
            ])
        #expect(try JSONValue(parsing: numbers.text) == numbers)
    }
}

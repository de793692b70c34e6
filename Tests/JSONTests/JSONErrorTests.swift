import JSON
import Testing

@Suite("Faults in JSON")
struct JSONErrorTests {
    @Test(
        "each fault says where it is, what was expected and what was found",
        arguments: [
            ("", "1:1: expected a value, found end of text"),
            ("{", "1:2: expected a key in quotes, found end of text"),
            ("{\"a\" 1}", "1:6: expected ':' after a key, found '1'"),
            ("{\"a\": 1,}", "1:9: expected a key in quotes, found '}'"),
            ("{\n \"a\": 1\n \"b\"", "3:2: expected ',' or '}' after a member, found '\"'"),
            ("[1,]", "1:4: expected a value, found ']'"),
            ("[1 2]", "1:4: expected ',' or ']' after an element, found '2'"),
            ("[1] x", "1:5: expected end of text, found 'x'"),
            ("{\"a\": 1, \"a\": 2}", "1:10: expected a key not yet used in this object, found \"a\" again"),
            ("NaN", "1:1: expected a value, found 'N'"),
            ("nul", "1:1: expected 'null', found 'n'"),
            ("-", "1:2: expected a digit, found end of text"),
            ("01", "1:2: expected a number without leading zeros, found a digit after 0"),
            ("+1", "1:1: expected a value, found '+'"),
            ("1.", "1:3: expected a digit, found end of text"),
            ("1e", "1:3: expected a digit, found end of text"),
            ("[1e400]", "1:2: expected a number within a double's range, found 1e400"),
            ("\"abc", "1:5: expected '\"' at the end of a string, found end of text"),
            ("\"a\nb\"", "1:3: expected an escape for a control character, found byte 0xA"),
            ("\"\\x\"", "1:3: expected one of \" \\ / b f n r t u after '\\', found 'x'"),
            ("\"\\u12g4\"", "1:6: expected four hexadecimal digits after '\\u', found 'g'"),
            (
                "\"ab\\ud83d\"",
                "1:4: expected a pair of surrogates, high then low, found a lone surrogate \\uD83D"
            ),
            (
                "\"\\udc4d\\ud83d\"",
                "1:2: expected a pair of surrogates, high then low, found a lone surrogate \\uDC4D"
            ),
            (
                "\"\\ud83d\\u0041\"",
                "1:2: expected a pair of surrogates, high then low, found a lone surrogate \\uD83D"
            ),
            ("\u{FEFF}1", "1:1: expected a value, found byte 0xEF"),
        ])
    func faults(text: String, message: String) {
        #expect(fault(in: Array(text.utf8)) == message)
    }

    @Test("invalid UTF-8 is pointed at, with and without escapes before it")
    func invalidUTF8() {
        #expect(fault(in: [0x22, 0x61, 0xC3, 0x28, 0x22]) == "1:3: expected valid UTF-8, found byte 0xC3")
        #expect(fault(in: [0x22, 0x5C, 0x6E, 0xFF, 0x22]) == "1:4: expected valid UTF-8, found byte 0xFF")
        #expect(fault(in: [0x22, 0xED, 0xA0, 0x80, 0x22]) == "1:2: expected valid UTF-8, found byte 0xED")
    }

    @Test("nesting beyond the bound is a fault, not a crash")
    func depth() {
        let text = String(repeating: "[", count: 100_000)
        #expect(
            fault(in: Array(text.utf8)) == "1:129: expected at most 128 nested arrays and objects, found one more")
    }

    @Test("a repeated key is noticed in a large object too")
    func repeatedKeyInLargeObject() {
        let members = (0..<1000).map { "\"k\($0)\": \($0)" } + ["\"k500\": 1"]
        let message = fault(in: Array("{\(members.joined(separator: ","))}".utf8))
        #expect(message?.hasSuffix("expected a key not yet used in this object, found \"k500\" again") == true)
    }

    @Test("the source's name leads the message")
    func sourceName() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{", source: "config.json") }
        #expect(error?.description == "config.json:1:2: expected a key in quotes, found end of text")
    }

    private func fault(in bytes: [UInt8]) -> String? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error.description
        }
    }
}

import JSON
import Testing

@Suite("Reading JSON values")
struct JSONValueTests {
    @Test("every kind of value is read as written")
    func kinds() throws {
        let value = try JSONValue(parsing: " { \"a\" : [ null , true,false ,-1, 2.5e-1, \"x\", {}, [] ] }\r\n\t")
        let elements = try #require(value["a"]?.array)
        #expect(
            elements == [
                .null, .bool(true), .bool(false), .integer(-1), .real(0.25), .string("x"), .object([]), .array([]),
            ])
        #expect(elements[0].isNull && elements[1].bool == true && elements[3].integer == -1)
        #expect(elements[3].double == -1 && elements[4].double == 0.25 && elements[4].integer == nil)
        #expect(elements[5].string == "x" && elements[6].members == [])
        #expect(value["b"] == nil && elements[0]["a"] == nil)
    }

    @Test("integers up to 64 bits stay exact, larger ones become doubles")
    func exactIntegers() throws {
        let value = try JSONValue(
            parsing: "[9007199254740993, 9223372036854775807, -9223372036854775808, 9223372036854775808]")
        #expect(
            value
                == .array([
                    .integer(9_007_199_254_740_993), .integer(.max), .integer(.min), .real(9_223_372_036_854_775_808),
                ]))
    }

    @Test("escapes are resolved, surrogate pairs joined")
    func escapes() throws {
        let value = try JSONValue(parsing: #""q\"b\\s\/\b\f\n\r\t\u0041\u00e9\ud83d\uDC4D end é""#)
        #expect(value == .string("q\"b\\s/\u{8}\u{C}\n\r\tA\u{E9}\u{1F44D} end é"))
    }

    @Test("canonically equivalent keys are two keys")
    func canonicalEquivalence() throws {
        let value = try JSONValue(parsing: #"{"\u00e9": 1, "e\u0301": 2, "e": 3}"#)
        #expect(value["\u{E9}"] == .integer(1))
        #expect(value["e\u{301}"] == .integer(2))
        #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
    }

    @Test("members keep their order and their position")
    func order() throws {
        let value = try JSONValue(parsing: "{\"z\": 1,\n  \"a\": 2, \"m\": 3}")
        let members = try #require(value.members)
        #expect(members.map(\.key) == ["z", "a", "m"])
        #expect(members.map(\.position.description) == ["1:2", "2:3", "2:11"])
        #expect(value.member("a")?.position == JSONPosition(line: 2, column: 3))
    }

    @Test("any sequence of bytes is read, such as the header inside a file")
    func byteRange() throws {
        let file = Array("garbage{\"a\": 7}  more".utf8)
        #expect(try JSONValue(parsing: file[7..<17])["a"]?.integer == 7)
    }

    @Test("nesting up to the bound is read")
    func depth() throws {
        let text = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try JSONValue(parsing: text).array?.count == 1)
    }
}

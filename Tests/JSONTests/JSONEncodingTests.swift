import JSON
import Testing

/// What encodable values become; Foundation's encoder is the model but for the order and the form of numbers.
struct JSONEncodingTests {
    private struct Report: Encodable {
        var name = "é/\""
        var rate: Float = 0.1
        var whole = 2.0
        var counts = [1, 2]
        var nested = ["b": [String](), "a": ["x"]]
        var missing: Int?
        var stated: Int?
        var logits = [Double.infinity, -.infinity, .nan]

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Key.self)
            try members.encode(whole, forKey: .whole)
            try members.encode(name, forKey: .name)
            try members.encode(rate, forKey: .rate)
            try members.encode(nested, forKey: .nested)
            try members.encodeIfPresent(missing, forKey: .missing)
            try members.encode(stated, forKey: .stated)
            var list = members.nestedUnkeyedContainer(forKey: .counts)
            for count in counts { try list.encode(count) }
            var inner = list.nestedContainer(keyedBy: Key.self)
            try inner.encode(true, forKey: .name)
            try list.encodeNil()
            try members.encode(logits, forKey: .logits)
        }

        enum Key: String, CodingKey { case name, rate, whole, counts, nested, missing, stated, logits }
    }

    private enum Kind: String, Encodable { case first }

    @Test
    func `Members are in order, and numbers as they were`() throws {
        #expect(
            try JSONText.line(of: Report())
                == #"{"counts":[1,2,{"name":true},null],"logits":["inf","-inf","nan"],"name":"é/\"","#
                + #""nested":{"a":["x"],"b":[]},"rate":0.1,"stated":null,"whole":2}"#)
    }

    @Test
    func `Anything may stand alone`() throws {
        #expect(try JSONText.line(of: Kind.first) == #""first""#)
        #expect(try JSONText.line(of: [Int?.none, 3]) == "[null,3]")
        #expect(try JSONText.line(of: [String: Int]()) == "{}")
        #expect(try JSONText.document(of: ["a": UInt8(7)]) == "{\n  \"a\": 7\n}\n")
    }

    @Test
    func `An integer that JSON readers would round is refused`() throws {
        #expect(try JSONText.line(of: UInt64(Int.max)) == "9223372036854775807")
        #expect(throws: EncodingError.self) { try JSONText.line(of: ["seed": UInt64.max]) }
    }
}

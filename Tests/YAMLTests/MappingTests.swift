import Testing
import YAML

@Suite("Keys are distinct strings")
struct MappingTests {
    @Test("duplicate keys are all reported, with both places")
    func duplicates() throws {
        let report = try refusal(
            of: """
                depth: 8
                tree: {k: 1, "k": 2}
                depth: 9
                'depth': 9
                """)
        #expect(
            report == """
                test.yaml:2:14: the key 'k' is given twice, first at line 2, column 8
                tree: {k: 1, "k": 2}
                             ^~~
                test.yaml:3:1: the key 'depth' is given twice, first at line 1, column 1
                depth: 9
                ^~~~~
                test.yaml:4:1: the key 'depth' is given twice, first at line 1, column 1
                'depth': 9
                ^~~~~~~
                """)
    }

    @Test("keys that only look alike are distinct")
    func lookAlike() throws {
        #expect(try root(of: "{a: 1, A: 2, \"\u{E9}\": 3, \"e\u{301}\": 4}").pairs?.count == 4)
    }

    static let badKeys: [(String, String)] = [
        ("1: a", "test.yaml:1:1: a key must be a string, and 1 is an integer: put it in quotes\n1: a\n^"),
        ("~: a", "test.yaml:1:1: a key must be a string, and ~ is null: put it in quotes\n~: a\n^"),
        ("true: a", "test.yaml:1:1: a key must be a string, and true is a boolean: put it in quotes\ntrue: a\n^~~~"),
        ("[a, b]: c", "test.yaml:1:1: a key must be a string, and this is a list\n[a, b]: c\n^~~~~~"),
        ("? {a: b}\n: c", "test.yaml:1:3: a key must be a string, and this is a mapping\n? {a: b}\n  ^~~~~~"),
        ("?\n: a", "test.yaml:1:2: a key must be a string, and here is none\n?\n ^"),
    ]

    @Test("a key that is no string is refused", arguments: badKeys)
    func badKey(text: String, report: String) throws {
        let found = try refusal(of: text)
        #expect(found == report)
    }

    @Test("a key in quotes may look like anything")
    func quotedKeys() throws {
        #expect(try root(of: "{'1': a, 'true': b, '<<': c}").pairs?.map(\.name) == ["1", "true", "<<"])
    }
}

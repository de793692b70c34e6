import Testing
import YAML

@Suite("Scalars follow the core schema of YAML 1.2")
struct ScalarTests {
    static let plain: [(String, YAMLScalar.Value)] = [
        ("null", .null), ("Null", .null), ("NULL", .null), ("~", .null), ("", .null),
        ("true", .boolean(true)), ("True", .boolean(true)), ("TRUE", .boolean(true)),
        ("false", .boolean(false)), ("False", .boolean(false)), ("FALSE", .boolean(false)),
        ("0", .integer(0)), ("60", .integer(60)), ("-7", .integer(-7)), ("+7", .integer(7)),
        ("0777", .integer(777)), ("0o17", .integer(15)), ("0x1F", .integer(31)), ("0xff", .integer(255)),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("1.5", .real(1.5)), ("-0.25", .real(-0.25)), (".5", .real(0.5)), ("5.", .real(5)), ("1e-3", .real(0.001)),
        ("1E3", .real(1000)), ("+1.5e+2", .real(150)), ("1e-999", .real(0)),
        (".inf", .real(.infinity)), ("-.INF", .real(-.infinity)), ("+.Inf", .real(.infinity)),
    ]

    static let strings = [
        "no", "yes", "on", "off", "y", "n", "No", "tRUE", "nULL", "nil", "1_000", "12:30:45", "2026-11-23", "0b101",
        "0o8", "0x", "-0x1", "1e", "e3", ".", "+", "-.", "1.2.3", "infinity", "nan", "inf", "0x1p3", "1,5", "٣", "demo",
        "demo/eagle3", "v0.1",
    ]

    @Test("a plain scalar has the value the schema gives it", arguments: plain)
    func plainValue(text: String, value: YAMLScalar.Value) throws {
        let scalar = try #require(try root(of: "key: \(text)")["key"]?.scalar)
        #expect(scalar.value == value)
        #expect(scalar.text == text)
        #expect(scalar.isPlain)
    }

    @Test("what YAML 1.1 or Swift would read as something else is a string", arguments: strings)
    func plainString(text: String) throws {
        let scalar = try #require(try root(of: "key: \(text)")["key"]?.scalar)
        #expect(scalar.value == .string(text))
    }

    @Test("not a number is a real number")
    func notANumber() throws {
        guard case .real(let number)? = try root(of: "key: .nan")["key"]?.scalar?.value else {
            Issue.record("expected a real number")
            return
        }
        #expect(number.isNaN)
    }

    @Test("a quoted or block scalar is a string", arguments: ["'1'", "\"true\"", "''", "|-\n  12", ">-\n  null"])
    func quoted(text: String) throws {
        let scalar = try #require(try root(of: "key: \(text)")["key"]?.scalar)
        #expect(scalar.value == .string(scalar.text))
        #expect(!scalar.isPlain)
    }

    static let tagged: [(String, YAMLScalar.Value)] = [
        ("!!str 12", .string("12")), ("!!str", .string("")), ("!!int '12'", .integer(12)), ("!!float 1", .real(1)),
        ("!!bool 'true'", .boolean(true)), ("!!null ''", .null), ("!<tag:yaml.org,2002:int> 3", .integer(3)),
    ]

    @Test("a standard tag decides the type", arguments: tagged)
    func tag(text: String, value: YAMLScalar.Value) throws {
        #expect(try root(of: "key: \(text)")["key"]?.scalar?.value == value)
    }

    @Test("standard tags stand before lists and mappings too")
    func collectionTags() throws {
        let root = try root(of: "!!map\na: !!seq [1, 2]\n")
        #expect(root["a"]?.elements?.count == 2)
    }

    static let faults: [(String, String)] = [
        (
            "key: !!int many",
            """
            test.yaml:1:6: the tag !!int does not fit: this is a string
            key: !!int many
                 ^~~~~~~~~~
            """
        ),
        (
            "key: !head x",
            """
            test.yaml:1:6: the tag '!head' is not known; known: !!str, !!int, !!float, !!bool, !!null, !!seq and !!map
            key: !head x
                 ^~~~~~~
            """
        ),
        (
            "key: !!seq {}",
            """
            test.yaml:1:6: the tag !!seq does not fit: this is a mapping
            key: !!seq {}
                 ^
            """
        ),
        (
            "key: !!map 3",
            """
            test.yaml:1:6: the tag !!map does not fit: this is an integer
            key: !!map 3
                 ^~~~~~~
            """
        ),
        (
            "seed: 9223372036854775808",
            """
            test.yaml:1:7: the integer 9223372036854775808 does not fit 64 bits
            seed: 9223372036854775808
                  ^~~~~~~~~~~~~~~~~~~
            """
        ),
        (
            "rate: -1e999",
            """
            test.yaml:1:7: the number -1e999 is too large for a double
            rate: -1e999
                  ^~~~~~
            """
        ),
        (
            #"path: "a\0b""#,
            #"""
            test.yaml:1:7: a string cannot hold the character NUL
            path: "a\0b"
                  ^~~~~~
            """#
        ),
    ]

    @Test("a tag or number that cannot be is refused with its place", arguments: faults)
    func refusedScalar(text: String, report: String) throws {
        let found = try refusal(of: text)
        #expect(found == report)
    }
}

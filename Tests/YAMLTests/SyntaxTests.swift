import Testing
import YAML

@Suite("Text that is not one YAML document is refused with a sentence and its place")
struct SyntaxTests {
    static let faults: [(String, String)] = [
        ("", "test.yaml: the file is empty: it holds no YAML document"),
        ("# Nothing here.\n", "test.yaml: the file is empty: it holds no YAML document"),
        ("---\n", "test.yaml: the file is empty: it holds no YAML document"),
        (
            "a: 1\n---\nb: 2\n",
            "test.yaml:2:1: a second document begins here, and a file holds exactly one\n---\n^~~"
        ),
        ("a:\n\tb: 1", "test.yaml:2:1: a tab cannot indent YAML: use spaces\n\tb: 1\n^"),
        ("a:\n  b: 1\n\tc: 1", "test.yaml:3:1: a tab cannot indent YAML: use spaces\n\tc: 1\n^"),
        ("a: @b", "test.yaml:1:4: a value cannot begin with '@': put it in quotes\na: @b\n   ^"),
        (
            "a: b: c",
            "test.yaml:1:5: a ':' cannot stand here: put the value in quotes, or check the indentation\na: b: c\n    ^"
        ),
        ("a: 1\nbcd\ne: 2", "test.yaml:2:1: expected ':' after this key\nbcd\n^"),
        ("a: \"never\nclosed: 1\n", "test.yaml:1:4: the quotes opened here are never closed\na: \"never\n   ^"),
        (
            "a: [1, 2\nb: 3",
            "test.yaml:2:2: expected ',' or ']' in the list that begins at line 1, column 4\nb: 3\n ^"
        ),
        (
            "木: {a: 1, b: 2]",
            "test.yaml:1:15: expected ',' or '}' in the mapping that begins at line 1, column 4\n"
                + "木: {a: 1, b: 2]\n               ^"
        ),
        (
            "a: 1\n b: 2",
            "test.yaml:2:3: a ':' cannot stand here: put the value in quotes, or check the indentation\n b: 2\n  ^"
        ),
        (
            "- a\nb: 1",
            "test.yaml:2:1: expected '-', the next entry of the list that begins at line 1, column 1\nb: 1\n^"
        ),
        (
            "a: 1\n- b",
            "test.yaml:2:1: expected a key of the mapping that begins at line 1, column 1\n- b\n^"
        ),
        (
            #"a: "\d""#,
            "test.yaml:1:5: this escape is not known: write '\\\\' for a backslash, or use single quotes\n"
                + "a: \"\\d\"\n    ^"
        ),
        ("a: !x!y 1", "test.yaml:1:4: this tag's prefix is not declared\na: !x!y 1\n   ^"),
        ("a: b\u{0}c", "test.yaml:1:5: the control character U+0000 is not allowed in YAML\na: b\u{FFFD}c\n    ^"),
        ("a: \u{1B}", "test.yaml:1:4: the control character U+001B is not allowed in YAML\na: \u{FFFD}\n   ^"),
    ]

    @Test("each fault has its own sentence", arguments: faults)
    func refused(text: String, report: String) throws {
        let found = try refusal(of: text)
        #expect(found == report)
    }

    @Test("a syntax error does not hide the faults before it")
    func severalFaults() throws {
        let report = try refusal(of: "a: {x: 1, x: 2}\nb: @c\n")
        #expect(
            report == """
                test.yaml:1:11: the key 'x' is given twice, first at line 1, column 5
                a: {x: 1, x: 2}
                          ^
                test.yaml:2:4: a value cannot begin with '@': put it in quotes
                b: @c
                   ^
                """)
    }

    @Test("one document may have its marks", arguments: ["---\na: 1\n", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n"])
    func marked(text: String) throws {
        #expect(try root(of: text)["a"]?.scalar?.value == .integer(1))
    }
}

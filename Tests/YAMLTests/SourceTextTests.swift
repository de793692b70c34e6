import Testing
import YAML

@Suite("A source text shows the places of faults")
struct SourceTextTests {
    @Test("the underline has the length asked for")
    func underline() {
        let source = SourceText(name: "a.yaml", text: "depth: 8\ntop_k: ten\n")
        #expect(source.snippet(at: YAMLMark(line: 2, column: 8), length: 3) == "top_k: ten\n       ^~~")
    }

    @Test("the underline stops at the line's end, and a place past it has a caret")
    func clipped() {
        let source = SourceText(name: "a.yaml", text: "ab")
        #expect(source.snippet(at: YAMLMark(line: 1, column: 2), length: .max) == "ab\n ^")
        #expect(source.snippet(at: YAMLMark(line: 1, column: 3), length: 4) == "ab\n  ^")
        #expect(source.snippet(at: YAMLMark(line: 7, column: 1), length: 1) == "\n^")
    }

    @Test("tabs before the caret stay tabs")
    func tabs() {
        let source = SourceText(name: "a.yaml", text: "a:\t[x,\ty]")
        #expect(source.snippet(at: YAMLMark(line: 1, column: 8), length: 1) == "a:\t[x,\ty]\n  \t   \t^")
    }

    @Test("a character of several code points is one column, and a wide one two cells")
    func wide() {
        let source = SourceText(name: "a.yaml", text: "e\u{301}é木: 森林")
        #expect(source.snippet(at: YAMLMark(line: 1, column: 6), length: 2) == "e\u{301}é木: 森林\n      ^~~~")
    }

    @Test("a long line is cut around the caret")
    func longLine() {
        let text = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let lines = SourceText(name: "a.yaml", text: text).snippet(at: YAMLMark(line: 1, column: 501), length: 1)
            .split(separator: "\n")
        #expect(lines[0].count == 122)
        #expect(lines[0].hasPrefix("…") && lines[0].hasSuffix("…"))
        #expect(lines[1].count == 62)
        #expect(Array(lines[0])[61] == "X")
    }

    @Test("control characters are not sent to the terminal")
    func control() {
        let source = SourceText(name: "a.yaml", text: "a\u{1B}[2J")
        #expect(source.snippet(at: YAMLMark(line: 1, column: 2), length: 1) == "a\u{FFFD}[2J\n ^")
    }

    @Test("faults are reported in file order, those of the whole file first")
    func order() {
        let source = SourceText(name: "a.yaml", text: "depth: 8\nwidth: 9")
        let report = source.report([
            SourceFault("second", at: YAMLMark(line: 2, column: 8)),
            SourceFault("first", at: YAMLMark(line: 1, column: 1), length: 5),
            SourceFault("no target"),
        ])
        #expect(
            report == """
                a.yaml: no target
                a.yaml:1:1: first
                depth: 8
                ^~~~~
                a.yaml:2:8: second
                width: 9
                       ^
                """)
    }
}

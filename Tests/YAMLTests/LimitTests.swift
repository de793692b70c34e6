import Testing
import YAML

@Suite("Hostile files are refused quickly")
struct LimitTests {
    @Test("a billion laughs stop at the bound on nodes, at the alias that passes it")
    func billionLaughs() throws {
        var text = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for (previous, next) in zip("abcdefgh", "bcdefghi") {
            text += "\(next): &\(next) [\(Array(repeating: "*\(previous)", count: 10).joined(separator: ", "))]\n"
        }
        let report = try refusal(of: text)
        #expect(
            report == """
                test.yaml:5:8: with its aliases expanded, the file holds more than 20000 values by here
                e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
                       ^~
                """)
    }

    @Test("a file of exactly the most nodes is read, and one more is refused")
    func nodes() throws {
        let most = Array(repeating: "1", count: YAMLLimits.nodes - 1)
        #expect(try root(of: "[\(most.joined(separator: ","))]").elements?.count == YAMLLimits.nodes - 1)
        #expect(try refusal(of: "[\((most + ["1"]).joined(separator: ",\n"))]").contains("more than 20000 values"))
    }

    @Test("nesting is read to the bound and no deeper", arguments: [("[", "]"), ("{a: ", "}"), ("- ", "")])
    func depth(opening: String, closing: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        }
        _ = try root(of: nested(YAMLLimits.depth))
        #expect(try refusal(of: nested(YAMLLimits.depth + 1)).contains("nested more than 32 deep here"))
        #expect(try refusal(of: nested(100_000)).contains("nested more than 32 deep here"))
    }

    @Test("nesting by aliases counts as nesting")
    func depthOfAliases() throws {
        var text = "a0: &a0 [1]\n"
        for level in 1...31 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        let report = try refusal(of: text)
        #expect(
            report == """
                test.yaml:32:12: lists and mappings are nested more than 32 deep here
                a31: &a31 [*a30]
                           ^~~~
                """)
    }

    @Test("text beyond the bound on bytes is refused")
    func size() throws {
        let comment = "# " + String(repeating: "x", count: YAMLLimits.bytes)
        #expect(try refusal(of: comment) == "test.yaml: the file is larger than 1048576 bytes, the most that is read")
    }

    @Test("of very many faults the first are shown, in little time whatever the line's length", .timeLimit(.minutes(1)))
    func manyFaults() throws {
        let report = try refusal(of: "{\((0..<9000).map { _ in "a: 1" }.joined(separator: ", "))}")
        #expect(report.hasPrefix("test.yaml:1:8: the key 'a' is given twice, first at line 1, column 2\n"))
        #expect(report.hasSuffix("\ntest.yaml: and more faults"))
        #expect(report.count { $0 == "\n" } == 150)
    }

    @Test("a place far out in a long line is shown with what is around it")
    func farOut() throws {
        let report = try refusal(of: "{a: [], b: [\(String(repeating: "1,", count: 5000)) !!int x]}")
        let lines = report.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].hasPrefix("…") && lines[1].hasSuffix("!!int x]}"), "\(report)")
        #expect(lines[1].count == 70 && lines[2] == "\(String(repeating: " ", count: 61))^~~~~~~", "\(report)")
    }

    @Test("one long line of other than ASCII costs no more than others", .timeLimit(.minutes(1)))
    func longLine() throws {
        let key = String(repeating: "木", count: 300_000)
        let numbers = Array(repeating: "é", count: 15_000).joined(separator: ",")
        #expect(try root(of: "{? \(key) : [\(numbers)]}").pairs?.first?.value.elements?.count == 15_000)
    }
}

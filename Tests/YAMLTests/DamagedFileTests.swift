import Testing
import YAML

@Suite("Damaged files")
struct DamagedFileTests {
    static let sample = """
        # Ein Baum: 木 é
        %YAML: 1.2
        name: &name "eagle3\\tdyn\u{E9}mic"
        tree: &tree {builder: 木, depth: !!int '8', list: [1, 2.5, ~]}
        text: |
          one
           two
        other: {<<: *tree, ? depth : *name}
        list:
        - a: 'b'
        - - c
        """

    static let damage = [
        "", "\t", "\n", "\r", ":", "- ", "[", "}", "*", "&", "!", "'", "\"", "%", "\u{301}", "\u{2028}", "木",
    ]

    @Test("whatever one character becomes, the file is read or refused with a place inside it", arguments: damage)
    func oneCharacter(replacement: String) throws {
        let scalars = Array(Self.sample.unicodeScalars)
        for index in scalars.indices {
            var text = String.UnicodeScalarView(scalars[..<index])
            text.append(contentsOf: replacement.unicodeScalars)
            text.append(contentsOf: scalars[(index + 1)...])
            check(String(text))
        }
    }

    @Test("wherever a file is cut off, it is read or refused with a place inside it")
    func cutOff() throws {
        let scalars = Self.sample.unicodeScalars
        for index in scalars.indices { check(String(scalars[..<index])) }
    }

    private func check(_ text: String) {
        do {
            _ = try YAMLDocument(text: text, name: "test.yaml")
        } catch {
            #expect(!error.faults.isEmpty && error.description.hasPrefix("test.yaml:"))
            for mark in error.faults.compactMap(\.mark) {
                let lines = error.source.lines
                let isInside = lines.indices.contains(mark.line - 1)
                #expect(isInside && (1...(lines[mark.line - 1].count + 1)).contains(mark.column), "\(text)")
            }
        }
    }
}

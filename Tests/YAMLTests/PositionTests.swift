import Testing
import YAML

@Suite("Nodes know where they are written")
struct PositionTests {
    @Test("keys and values have marks that count from 1, in file order")
    func marks() throws {
        let root = try root(
            of: """
                # A comment.
                name: eagle3
                tree:
                  depth: 8
                  list: [10, 'twenty']
                """)
        #expect(root.mark == YAMLMark(line: 2, column: 1))
        let pairs = try #require(root.pairs)
        #expect(pairs.map(\.name) == ["name", "tree"])
        #expect(pairs[0].key.mark == YAMLMark(line: 2, column: 1))
        #expect(pairs[0].value.mark == YAMLMark(line: 2, column: 7))
        #expect(pairs[0].value.length == 6)
        #expect(pairs[1].value.mark == YAMLMark(line: 4, column: 3))
        #expect(pairs[1].value.length == 1)
        let list = try #require(root["tree"]?["list"])
        #expect(list.mark == YAMLMark(line: 5, column: 9))
        #expect(list.length == 14)
        #expect(list.elements?.map(\.mark.column) == [10, 14])
        #expect(list.elements?.map(\.length) == [2, 8])
    }

    @Test("columns count characters, also composed ones and those outside the basic plane")
    func unicode() throws {
        let root = try root(of: "{e\u{301}té: 1, 👩‍🔬: 2, 木: 3}")
        let pairs = try #require(root.pairs)
        #expect(pairs.map(\.key.mark.column) == [2, 10, 16])
        #expect(pairs.map(\.value.mark.column) == [7, 13, 19])
        #expect(pairs.map(\.key.length) == [3, 1, 1])
        #expect(root.length == 20)
    }

    @Test(
        "lines end at a line feed, a carriage return or both", arguments: ["a: 1\nb: 2", "a: 1\rb: 2", "a: 1\r\nb: 2"])
    func lineEnds(text: String) throws {
        let document = try YAMLDocument(text: text, name: "test.yaml")
        #expect(document.source.lines == ["a: 1", "b: 2"])
        #expect(document.root["b"]?.mark == YAMLMark(line: 2, column: 4))
    }

    @Test("a byte order mark takes no column")
    func byteOrderMark() throws {
        let root = try root(of: "\u{FEFF}a: 1")
        #expect(root["a"]?.mark == YAMLMark(line: 1, column: 4))
    }

    @Test("a value that is not there is marked where it would stand")
    func absentValue() throws {
        let value = try #require(try root(of: "a:\nb: 2")["a"])
        #expect(value.mark == YAMLMark(line: 1, column: 3))
        #expect(value.length == 1)
    }

    @Test("a block of text is underlined on its first line")
    func block() throws {
        let value = try #require(try root(of: "a: |\n  one\n  two\nb: 2")["a"])
        #expect(value.scalar?.text == "one\ntwo\n")
        #expect(value.mark == YAMLMark(line: 1, column: 4))
        #expect(value.length == 1)
    }

    @Test("marks are ordered by line, then column")
    func order() {
        #expect(YAMLMark(line: 1, column: 9) < YAMLMark(line: 2, column: 1))
        #expect(YAMLMark(line: 2, column: 1) < YAMLMark(line: 2, column: 3))
    }
}

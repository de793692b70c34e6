import Testing
import YAML

@Suite("Aliases and merge keys")
struct AliasTests {
    @Test("an alias has its own place and the anchor's content")
    func alias() throws {
        let root = try root(of: "base: &base {depth: 8}\ncopy: *base\n")
        let copy = try #require(root["copy"])
        #expect(copy.mark == YAMLMark(line: 2, column: 7))
        #expect(copy.length == 5)
        #expect(copy["depth"]?.scalar?.value == .integer(8))
        #expect(copy["depth"]?.mark == YAMLMark(line: 1, column: 21))
    }

    @Test("a name that is anchored again stands for the newest node")
    func redefined() throws {
        let elements = try #require(try root(of: "[&a 1, *a, &a 2, *a]").elements)
        #expect(elements.compactMap(\.scalar?.value) == [.integer(1), .integer(1), .integer(2), .integer(2)])
    }

    @Test("a merge adds the entries that are not given, where the merge stands")
    func merge() throws {
        let root = try root(
            of: """
                base: &base {depth: 8, top_k: 10}
                tree:
                  builder: dynamic
                  <<: *base
                  depth: 4
                """)
        let tree = try #require(root["tree"]?.pairs)
        #expect(tree.map(\.name) == ["builder", "top_k", "depth"])
        #expect(root["tree"]?["depth"]?.scalar?.value == .integer(4))
        #expect(tree[1].key.mark == YAMLMark(line: 1, column: 24))
    }

    @Test("of several merged mappings the earlier wins")
    func mergeList() throws {
        let root = try root(of: "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b, {z: 3}]\n")
        let merged = try #require(root["c"]?.pairs)
        #expect(merged.map(\.name) == ["x", "y", "z"])
        #expect(merged.compactMap(\.value.scalar?.value) == [.integer(1), .integer(2), .integer(3)])
    }

    @Test("a merge of a mapping that merges brings everything")
    func mergeOfMerge() throws {
        let root = try root(of: "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}\n")
        #expect(root["c"]?.pairs?.map(\.name) == ["x", "y"])
    }

    static let faults: [(String, String)] = [
        (
            "a: *base",
            """
            test.yaml:1:4: no anchor '&base' comes before this alias
            a: *base
               ^~~~~
            """
        ),
        (
            "a: 1\ntree: &tree\n  copy: *tree",
            """
            test.yaml:3:9: the alias '*tree' lies inside its own anchor at line 2, column 7
              copy: *tree
                    ^~~~~
            """
        ),
        (
            "a: {<<: 3}",
            """
            test.yaml:1:9: '<<' merges a mapping or a list of mappings, and this is an integer
            a: {<<: 3}
                    ^
            """
        ),
        (
            "<<: {a: 1}\n<<: {b: 1}",
            """
            test.yaml:2:1: the key '<<' is given twice, first at line 1, column 1
            <<: {b: 1}
            ^~
            """
        ),
        (
            "a: {<<: *gone}",
            """
            test.yaml:1:9: no anchor '&gone' comes before this alias
            a: {<<: *gone}
                    ^~~~~
            """
        ),
    ]

    @Test("an alias or merge that makes no sense is refused", arguments: faults)
    func refusedAlias(text: String, report: String) throws {
        let found = try refusal(of: text)
        #expect(found == report)
    }
}

import Foundation
import Speculation
import Strategies
import Testing

@Suite("Files and folders are read together")
struct PathTests {
    static let plain = "draft: {policy: none}\nverify: {verifier: sampling}\n"

    func complaint(_ paths: [URL]) throws -> String {
        do {
            _ = try reader().read(paths: paths)
            return ""
        } catch let faults as StrategyFaults {
            return faults.description
        }
    }

    @Test("a folder stands for its YAML files by name, and a file reached twice is read once")
    func folders() throws {
        try withFolder(["b.yaml": Self.plain, "a.yml": Self.plain, "notes.txt": "x"]) { folder in
            let paths = [folder.appendingPathComponent("b.yaml"), folder]
            let names = try reader().read(paths: paths).map(\.name)
            #expect(names == ["b", "a"])
        }
    }

    @Test("missing paths, folders without strategies and other files have their sentence")
    func wrongPaths() throws {
        try withFolder(["notes.txt": "x"]) { folder in
            let missing = folder.appendingPathComponent("none.yaml")
            let notes = folder.appendingPathComponent("notes.txt")
            let complaints = [try complaint([missing]), try complaint([folder]), try complaint([notes])]
            #expect(
                complaints == [
                    "\(missing.relativePath): there is no such file or folder",
                    "\(folder.relativePath): the folder holds no strategy file (*.yaml)",
                    "\(notes.relativePath): a strategy file's name ends in .yaml or .yml, and this one does not: it is text",
                ])
        }
    }

    @Test("the faults of all files are reported")
    func allFiles() throws {
        let files = [
            "a.yaml": "nane: x\n" + Self.plain, "b.yaml": "name: y\n" + Self.plain,
            "c.yaml": "name: y\n" + Self.plain, "d.yaml": "draft: 1\n",
        ]
        try withFolder(files) { folder in
            let text = try complaint([folder, folder.appendingPathComponent("gone.yaml")])
            #expect(text.contains("a.yaml:1:1: unknown section 'nane'; did you mean 'name'?"))
            #expect(text.contains("d.yaml:1:8: draft must be a section such as 'draft: {policy: none}', not 1"))
            #expect(text.contains("d.yaml:1:1: section 'verify' is missing"))
            #expect(text.contains("gone.yaml: there is no such file or folder"))
        }
    }

    @Test("strategies of one name are told apart by where their files lie")
    func sharedNames() throws {
        let named = "name: y\n" + Self.plain
        let files = [
            "a/strategy.yaml": named, "b/strategy.yaml": named, "other.yaml": Self.plain, "b/deep.yaml": named,
        ]
        try withFolder(files) { folder in
            let runs = ["a", "b"].map { folder.appendingPathComponent("\($0)/strategy.yaml") }
            let names = try reader().read(paths: runs + [folder.appendingPathComponent("other.yaml")]).map(\.name)
            #expect(names == ["y@a", "y@b", "other"])
            let all = try reader().read(paths: runs + [folder.appendingPathComponent("b/deep.yaml")])
            #expect(all.map(\.name) == ["y@a/strategy", "y@b/strategy", "y@deep"])
            #expect(all.allSatisfy { $0.writtenName == "y" && $0.resolvedText.hasPrefix("name: y\n") })
        }
    }

    static let drafting =
        "draft: {policy: eagle3, head: heads/x}\ntree: {builder: chain}\nverify: {verifier: sampling}\n"

    private func head(of strategy: Strategy) throws -> OptionReading {
        try #require(strategy.draft.options.first)
    }

    @Test("a path begins at its file's folder, a name and the command line's at none")
    func relativePaths() throws {
        let files = [
            "in/mine.yaml": "target: {model: ./../m.gguf}\n" + Self.drafting,
            "in/bundled.yaml": Self.drafting.replacingOccurrences(of: "heads/x", with: "demo/eagle3"),
            "in/home.yaml": Self.drafting.replacingOccurrences(of: "heads/x", with: "~/x"),
        ]
        try withFolder(files) { folder in
            let base = folder.relativePath
            let mine = try reader().read(folder.appendingPathComponent("in/mine.yaml"))
            #expect(mine.targetModel == "\(base)/in/../m.gguf")
            #expect(try head(of: mine).value.text == "\(base)/in/heads/x")
            #expect(mine.settings["draft.head"] == "\(folder.path)/in/heads/x")
            #expect(mine.placeSettings == ["target.model", "draft.head"])

            let bundled = try reader().read(folder.appendingPathComponent("in/bundled.yaml"))
            #expect(try head(of: bundled).value.text == "demo/eagle3")
            #expect(bundled.settings["draft.head"] == "demo/eagle3" && bundled.settings["target.model"] == "demo")

            let home = try reader().read(folder.appendingPathComponent("in/home.yaml"))
            #expect(try head(of: home).value.text == NSHomeDirectory() + "/x")

            let given = try reader(StrategyOverrides(model: "m.gguf", head: "y"))
                .read(folder.appendingPathComponent("in/mine.yaml"))
            #expect(given.targetModel == "m.gguf")
            #expect(try head(of: given).value.text == "y")
            #expect(given.settings["draft.head"] == FileManager.default.currentDirectoryPath + "/y")
        }
    }

    @Test("a strategy that is written elsewhere means the same files")
    func movedText() throws {
        try withFolder(["in/mine.yaml": "target: {model: m}\n" + Self.drafting, "out/x.yaml": ""]) { folder in
            let mine = try reader().read(folder.appendingPathComponent("in/mine.yaml"))
            let moved = folder.appendingPathComponent("out/x.yaml")
            try Data(mine.resolvedText.utf8).write(to: moved)
            #expect(try reader().read(moved).settings == mine.settings)
        }
    }

    @Test("one strategy with several drafts is several, each with a suffix; others stay as they are")
    func drafts() throws {
        let files = ["a.yaml": Self.plain, "b.yaml": Self.drafting]
        try withFolder(files) { folder in
            let drafts = DraftOverride.all(heads: ["demo/eagle3", "runs/one/last", "runs/two/last"], models: ["s"])
            let strategies = try reader().read(paths: [folder], drafts: drafts)
            #expect(strategies.map(\.name) == ["a", "b@eagle3", "b@one/last", "b@two/last"])
            let single = try reader().read(paths: [folder], drafts: DraftOverride.all(heads: ["h"], models: []))
            #expect(single.map(\.name) == ["a", "b"])
            #expect(try head(of: single[1]).value.text == "h")
        }
    }
}

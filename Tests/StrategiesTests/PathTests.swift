import Foundation
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
                    "\(notes.relativePath): a strategy file's name ends in .yaml or .yml, and this one does not",
                ])
        }
    }

    @Test("the faults of all files are reported, and names two files share")
    func allFiles() throws {
        let files = [
            "a.yaml": "nane: x\n" + Self.plain, "b.yaml": "name: y\n" + Self.plain,
            "c.yaml": "name: y\n" + Self.plain, "d.yaml": "draft: 1\n",
        ]
        try withFolder(files) { folder in
            let text = try complaint([folder, folder.appendingPathComponent("gone.yaml")])
            #expect(text.contains("a.yaml:1:1: unknown section 'nane'; did you mean 'name'?"))
            #expect(text.contains("c.yaml: the name 'y' is already taken by \(folder.relativePath)/b.yaml"))
            #expect(text.contains("d.yaml:1:8: draft must be a section such as 'draft: {policy: none}', not 1"))
            #expect(text.contains("d.yaml:1:1: section 'verify' is missing"))
            #expect(text.contains("gone.yaml: there is no such file or folder"))
        }
    }
}

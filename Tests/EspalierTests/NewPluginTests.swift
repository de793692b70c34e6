import Foundation
import JSON
import ModelTestKit
import Testing

/// `espalier plugin new`: what it writes, and what it refuses; `.ci/run` builds and tests the packages.
struct NewPluginTests {
    static let contracts = [
        ("tree-builder", "MyIdeaTree"), ("draft-policy", "MyIdeaDraft"), ("verifier", "MyIdeaVerifier"),
        ("objective", "MyIdeaLoss"),
    ]

    private func files(in folder: URL) throws -> [String] {
        try #require(FileManager.default.subpaths(atPath: folder.path)).filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    @Test(arguments: contracts)
    func `The package has a plugin of the name, and nothing of the example's others`(
        contract: String, type: String
    ) throws {
        let folder = try TemporaryFolder()
        let package = folder.file("idea")
        let listing = try CommandRun.json(
            "plugin", "new", "my-idea", "--protocol", contract, "--into", package.path, "--json", "-")
        #expect(try listing["files"]?.array?.compactMap(\.string) == files(in: package))
        #expect(
            try files(in: package) == [
                ".gitignore", "Package.swift", "README.md", "Sources/\(type)Library/\(type).swift",
                "Sources/my-idea/main.swift", "Tests/\(type)LibraryTests/BuiltCommand.swift",
                "Tests/\(type)LibraryTests/\(type)Tests.swift", "strategies/my-idea.yaml",
            ])
        for file in try files(in: package) {
            let text = try String(contentsOf: package.appendingPathComponent(file), encoding: .utf8).lowercased()
            for name in ["orchard", "fishbone", "echodraft", "gumbelv", "blendloss", "story", "\"../..\""] {
                #expect(!text.contains(name), "\(file) holds \(name)")
            }
        }
        let main = try String(contentsOf: package.appendingPathComponent("Sources/my-idea/main.swift"), encoding: .utf8)
        #expect(main.contains("[\(type).self]"))
    }

    @Test
    func `Names that cannot be used are refused, and nothing is written`() throws {
        let folder = try TemporaryFolder()
        let into = folder.file("idea")
        func refusal(_ name: String, _ contract: String) throws -> String {
            try CommandRun.refuse("plugin", "new", name, "--protocol", contract, "--into", into.path)
        }
        #expect(try refusal("chain", "tree-builder").hasPrefix("there is a tree builder 'chain' already: "))
        #expect(
            try refusal("token", "tree-builder").hasPrefix("'token' makes the name TokenTree, which the toolkit uses"))
        for name in ["My", "a_b", "3d", "a--b", "a-", "", "é", String(repeating: "a", count: 41)] {
            #expect(try refusal(name, "verifier").hasPrefix("'\(name)' cannot name a plugin: "), "\(name)")
        }
        #expect(try refusal("espalier", "objective").hasPrefix("'espalier' cannot name a plugin: "))
        #expect(!FileManager.default.fileExists(atPath: into.path))
    }

    @Test
    func `A folder that is in use, or has no place, and a checkout that is none are refused`() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "notes.txt")
        func refusal(_ arguments: String...) throws -> String {
            let run = try RunningCommand(["plugin", "new", "idea", "--protocol", "verifier"] + arguments).finish()
            #expect(run.status == 1 && run.output.isEmpty, "\(run)")
            return run.errors
        }
        #expect(try refusal("--into", folder.path).contains("it is there and holds 'notes.txt', which would be lost"))
        #expect(try files(in: folder.url) == ["notes.txt"])
        #expect(try refusal("--into", folder.path + "/no/idea").contains("no such file or directory"))
        let none = try refusal("--into", folder.path + "/idea", "--toolkit", folder.path)
        #expect(none.contains("that is no checkout of the toolkit: it has no Tests/ThirdPartyPackage/Package.swift"))
        #expect(try files(in: folder.url) == ["notes.txt"])
    }
}

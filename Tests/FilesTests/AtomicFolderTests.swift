import Files
import Foundation
import Testing

@Suite("Writing a folder")
struct AtomicFolderTests {
    /// Runs a test in a folder of its own.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func write(_ text: String, to folder: URL, replacing: Set<String> = []) throws {
        try AtomicFolder.write(
            [("config.json", Data(text.utf8)), ("weights", Data([1]))], to: folder.path, replacing: replacing
        ) { draft in
            // Whole, and not yet in place.
            let written = try names(draft)
            let around = try names(folder.deletingLastPathComponent())
            #expect(written == ["config.json", "weights"])
            #expect(text != "one" || !around.contains(folder.lastPathComponent))
        }
    }

    private func text(in folder: URL) throws -> String {
        try String(contentsOf: folder.appendingPathComponent("config.json"), encoding: .utf8)
    }

    @Test("makes it, fills an empty one, and replaces one whose files may be replaced")
    func writes() throws {
        try withFolder { around in
            let folder = around.appendingPathComponent("head")
            try write("one", to: folder)
            #expect(try text(in: folder) == "one")
            try write("two", to: folder, replacing: ["config.json", "weights"])
            #expect(try text(in: folder) == "two")
            let empty = around.appendingPathComponent("empty")
            try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
            try write("three", to: empty)
            #expect(try text(in: empty) == "three")
            #expect(try names(around) == ["empty", "head"])
        }
    }

    @Test("follows a link instead of replacing it")
    func followsLinks() throws {
        try withFolder { around in
            let folder = around.appendingPathComponent("real")
            let link = around.appendingPathComponent("link")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder)
            try write("two", to: link)
            #expect(try text(in: folder) == "two")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == folder.path)
        }
    }

    @Test("loses no file that was not named, and touches nothing where it cannot write")
    func refuses() throws {
        try withFolder { around in
            let folder = around.appendingPathComponent("head")
            try write("one", to: folder)
            let notes = folder.appendingPathComponent("notes.txt")
            try Data("mine".utf8).write(to: notes)
            let lost = "it is there and holds 'notes.txt', which would be lost"
            #expect(throws: FolderWritingError(folder: folder.path, cause: lost)) {
                try write("two", to: folder, replacing: ["config.json", "weights"])
            }
            #expect(try text(in: folder) == "one" && FileManager.default.fileExists(atPath: notes.path))
            let missing = around.appendingPathComponent("none/head")
            #expect(throws: FolderWritingError(folder: missing.path, cause: "no such file or directory")) {
                try AtomicFolder.checkWritable(missing.path)
            }
            #expect(throws: FolderWritingError(folder: notes.path, cause: "not a directory")) {
                try AtomicFolder.checkWritable(notes.path)
            }
            #expect(try names(around) == ["head"])
        }
    }

    @Test("clears what killed processes left beside it, and nothing that holds anything else")
    func leftovers() throws {
        try withFolder { around in
            let identifier = "7D9E4C0A-54D5-4F4C-9E6E-0A1B2C3D4E5F"
            let manager = FileManager.default
            func make(_ name: String, holding files: [String]) throws {
                let folder = around.appendingPathComponent(name)
                try manager.createDirectory(at: folder, withIntermediateDirectories: false)
                for file in files { try Data("half".utf8).write(to: folder.appendingPathComponent(file)) }
            }
            let others = [".head.\(identifier.replacing("7D9E", with: "AAAA"))", ".other.\(identifier)", ".head.mine"]
            try make(".head.\(identifier)", holding: ["config.json", "weights"])
            try make(".head.\(identifier.replacing("7D9E", with: "BBBB"))", holding: [])
            try make(others[0], holding: ["config.json", "thesis.tex"])
            try make(others[1], holding: ["config.json"])
            try make(others[2], holding: ["config.json"])
            try write("one", to: around.appendingPathComponent("head"))
            #expect(try names(around) == (others + ["head"]).sorted())
        }
    }

    @Test("what another process is writing stays")
    func locked() throws {
        try withFolder { around in
            let draft = around.appendingPathComponent(".head.7D9E4C0A-54D5-4F4C-9E6E-0A1B2C3D4E5F")
            try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: false)
            let descriptor = open(draft.path, O_RDONLY | O_DIRECTORY)
            try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            try write("one", to: around.appendingPathComponent("head"))
            #expect(try names(around).count == 2)
            close(descriptor)
            try write("two", to: around.appendingPathComponent("head"), replacing: ["config.json", "weights"])
            #expect(try names(around) == ["head"])
        }
    }

    @Test("leaves what was there when the check fails or a file cannot be written")
    func undoes() throws {
        try withFolder { around in
            let folder = around.appendingPathComponent("head")
            try write("one", to: folder)
            struct Unsound: Error {}
            #expect(throws: Unsound.self) {
                try AtomicFolder.write(
                    [("config.json", Data("two".utf8))], to: folder.path, replacing: ["config.json", "weights"]
                ) { _ in throw Unsound() }
            }
            #expect(throws: FolderWritingError.self) {
                try AtomicFolder.write(
                    [("config.json", Data("two".utf8)), ("config.json/weights", Data([1]))], to: folder.path,
                    replacing: ["config.json", "weights"]
                ) { _ in }
            }
            #expect(try text(in: folder) == "one")
            #expect(try names(around) == ["head"] && names(folder) == ["config.json", "weights"])
        }
    }
}

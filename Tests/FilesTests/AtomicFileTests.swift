import Files
import Foundation
import Testing

@Suite("Writing a file")
struct AtomicFileTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("replaces what was there and leaves nothing else behind")
    func replaces() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("table.md")
            try AtomicFile.write("one", to: file.path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
            try AtomicFile.write("two", to: file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "two")
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["table.md"])
        }
    }

    @Test("follows a link instead of replacing it")
    func followsLinks() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("real")
            let link = folder.appendingPathComponent("link")
            try AtomicFile.write("one", to: file.path)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            try AtomicFile.write("two", to: link.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "two")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        }
    }

    @Test("to a directory or into a missing one fails with the cause and writes nothing")
    func refuses() throws {
        try withFolder { folder in
            #expect(throws: FileWritingError(file: folder.path, cause: "is a directory")) {
                try AtomicFile.write("one", to: folder.path)
            }
            let missing = folder.appendingPathComponent("none/table.md").path
            #expect(throws: FileWritingError(file: missing, cause: "no such file or directory")) {
                try AtomicFile.write("one", to: missing)
            }
            let contents = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(contents.isEmpty)
        }
    }

    @Test("can be checked beforehand, which changes nothing")
    func checks() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("table.md")
            try AtomicFile.checkWritable(file.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try AtomicFile.write("one", to: file.path)
            try AtomicFile.checkWritable(file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "one")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["table.md"])
            try AtomicFile.checkWritable("/dev/null")
            #expect(throws: FileWritingError(file: folder.path, cause: "is a directory")) {
                try AtomicFile.checkWritable(folder.path)
            }
            let below = file.appendingPathComponent("table.md").path
            #expect(throws: FileWritingError.self) { try AtomicFile.checkWritable(below) }
            let missing = folder.appendingPathComponent("none/table.md").path
            #expect(throws: FileWritingError(file: missing, cause: "no such file or directory")) {
                try AtomicFile.checkWritable(missing)
            }
        }
    }

    #if os(Linux)
        @Test("to a full device fails with the cause, and the device stays what it was")
        func fullDevice() throws {
            let full = FileWritingError(file: "/dev/full", cause: "no space left on device")
            #expect(full.description == "/dev/full: the file cannot be written: no space left on device")
            #expect(throws: full) { try AtomicFile.write("one", to: "/dev/full") }
            let kind = try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType
            #expect(kind == .typeCharacterSpecial)
        }
    #endif
}

import Files
import Foundation
import ModelTestKit
import Testing

@Suite("What a killed process leaves of a file")
struct LeftoverTests {
    private static let identifier = "7D9E4C0A-54D5-4F4C-9E6E-0A1B2C3D4E5F"

    @Test("is cleared by the next writing of that file, and what belongs to others stays")
    func writing() throws {
        let folder = try TemporaryFolder()
        let others = [".other.json.\(Self.identifier)", ".table.json.note", "table.json.\(Self.identifier)"]
        for name in others + [".table.json.\(Self.identifier)"] { try folder.write("half", to: name) }
        try AtomicFile.write("whole", to: folder.file("table.json").path)
        #expect(try folder.names == (others + ["table.json"]).sorted())
    }

    @Test("stays while its process is at work")
    func locked() throws {
        let folder = try TemporaryFolder()
        let draft = try folder.write("half", to: ".table.json.\(Self.identifier)")
        let writer = try FileHandle(forReadingFrom: draft)
        try #require(flock(writer.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
        AtomicFile.clearLeftovers(in: folder.path)
        #expect(try folder.names.count == 1)
        try writer.close()
        AtomicFile.clearLeftovers(in: folder.path)
        #expect(try folder.names.isEmpty)
    }

    @Test("does not lead out of a folder: links and folders of such names stay")
    func links() throws {
        let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
        let file = try outside.write("mine", to: "thesis.tex")
        let link = ".link.\(Self.identifier)"
        try FileManager.default.createSymbolicLink(at: folder.file(link), withDestinationURL: file)
        try FileManager.default.createDirectory(
            at: folder.file(".folder.\(Self.identifier)"), withIntermediateDirectories: false)
        AtomicFile.clearLeftovers(in: folder.path)
        #expect(try folder.names.count == 2 && outside.names == ["thesis.tex"])
    }

    @Test("has a name that fits beside the longest that a file can have")
    func longNames() throws {
        let folder = try TemporaryFolder()
        for name in [String(repeating: "b", count: 255), String(repeating: "ü", count: 127)] {
            try AtomicFile.checkWritable(folder.file(name).path)
            try AtomicFile.write("whole", to: folder.file(name).path)
            #expect(try String(contentsOf: folder.file(name), encoding: .utf8) == "whole")
        }
        #expect(try folder.names.count == 2)
        let longer = folder.file(String(repeating: "b", count: 256)).path
        #expect(throws: FileWritingError(file: longer, cause: "file name too long")) {
            try AtomicFile.write("whole", to: longer)
        }
    }

    @Test("writing without following links replaces a link and leaves what it leads to")
    func replacesLinks() throws {
        let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
        let file = try outside.write("mine", to: "thesis.tex")
        let link = folder.file("strategy.yaml")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        try AtomicFile.write("ours", to: link.path, followingLinks: false)
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
        #expect(try String(contentsOf: link, encoding: .utf8) == "ours")
        #expect(try folder.names == ["strategy.yaml"])
    }
}

import Files
import Foundation
import ModelTestKit
import Testing

@Suite("Files of folders from elsewhere")
struct RegularFileTests {
    @Test("a pipe in a file's place is refused at once, mapped or read")
    func pipe() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("model.safetensors")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        #expect(throws: RegularFile.KindError.self) { try RegularFile.contents(of: pipe) }
        #expect(throws: RegularFile.KindError.self) { try MappedFile(pipe) }
    }

    @Test("a file is read, through a link too")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("text", to: "a")
        try FileManager.default.createSymbolicLink(at: folder.file("b"), withDestinationURL: file)
        #expect(try RegularFile.contents(of: folder.file("b")) == Data("text".utf8))
        #expect(try MappedFile(folder.file("b")).contents == Data("text".utf8))
    }
}

import Foundation
import Testing
import YAML

@Suite("Files are read whole or refused by name")
struct FileTests {
    /// The outcome of reading a file of `bytes`: its document, or the report without the folder's path.
    private func read(_ bytes: [UInt8]) throws -> Result<YAMLDocument, YAMLError> {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return Result { () throws(YAMLError) in try YAMLDocument(reading: url) }
    }

    private func sentence(for bytes: [UInt8]) throws -> String? {
        guard case .failure(let error) = try read(bytes) else { return nil }
        return error.faults.first?.message
    }

    @Test("a file is read, with or without a byte order mark")
    func good() throws {
        #expect(try read(Array("a: é".utf8)).get().root["a"]?.scalar?.text == "é")
        let marked = try read([0xEF, 0xBB, 0xBF] + Array("a: é".utf8)).get()
        #expect(marked.root["a"]?.mark == YAMLMark(line: 1, column: 4))
    }

    @Test("a missing file is named as the user wrote it")
    func missing() throws {
        let error = #expect(throws: YAMLError.self) {
            try YAMLDocument(reading: URL(filePath: "strategies/none.yaml"))
        }
        #expect(error?.description == "strategies/none.yaml: there is no such file")
    }

    @Test("a directory is not read")
    func directory() throws {
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(reading: URL(filePath: "/")) }
        #expect(error?.description == "/: this is a directory, and a YAML file is expected")
    }

    @Test(
        "UTF-16 and UTF-32 are refused",
        arguments: [[0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE, 0x61, 0], [0, 0, 0xFE, 0xFF]])
    func wide(bytes: [UInt8]) throws {
        #expect(try sentence(for: bytes) == "the file is written in UTF-16 or UTF-32: save it as UTF-8")
    }

    @Test("UTF-16 without a mark is refused for its zero bytes")
    func unmarkedWide() throws {
        #expect(
            try sentence(for: [0x61, 0, 0x3A, 0]) == "the control character U+0000 is not allowed in YAML")
    }

    @Test("a byte that is not UTF-8 is refused with its place")
    func latin1() throws {
        guard case .failure(let error) = try read(Array("木: 1\nb: caf".utf8) + [0xE9, 0x0A]) else {
            Issue.record("expected a fault")
            return
        }
        #expect(
            error.faults == [
                SourceFault(
                    "the byte 0xE9 is not UTF-8: save the file as UTF-8", at: YAMLMark(line: 2, column: 7))
            ])
        #expect(error.description.hasSuffix("\nb: caf\u{FFFD}\n      ^"))
    }

    @Test("a file without permission to read is refused")
    func forbidden() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        try Data("a: 1".utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: url.path)
        // The superuser may read anything, so there is nothing to see.
        guard !FileManager.default.isReadableFile(atPath: url.path) else { return }
        let error = #expect(throws: YAMLError.self) { try YAMLDocument(reading: url) }
        #expect(error?.faults.first?.message == "the file may not be read: permission is denied")
    }

    @Test("a file beyond the bound is refused")
    func large() throws {
        #expect(
            try sentence(for: Array(repeating: 0x23, count: YAMLLimits.bytes + 1))
                == "the file is larger than 1048576 bytes, the most that is read")
    }
}

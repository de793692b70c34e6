import Files
import Foundation
import JSON
import Speculation

/// A regeneration's output while it grows: a file beside it with a line for each prompt that is done.
///
/// The first line holds the settings. Each line is written at once and whole but for a crash in between, whose half line
/// the next run drops; so a run may end at any moment, and another continues it. While a journal is open no other
/// process can open it.
public struct RegenerationJournal {
    /// The file that grows; it becomes the output when all is done.
    public let path: String

    /// What the file holds, one record for each prompt, in order.
    public private(set) var records: [RegenerationRecord] = []

    /// Whether the output is a stream, beside which no file can grow: what was begun cannot be continued then.
    public let isTemporary: Bool

    private let output: String
    private let lock: FileLock

    private var handle: FileHandle { lock.handle }

    /// Opens the journal of an output file, and makes one where there is none.
    ///
    /// - Parameters:
    ///   - output: The file to be made at last.
    ///   - settings: What the conversations depend on, by name.
    ///   - restart: Whether to forget what was done before, and to replace a complete output.
    /// - Throws: ``RegenerationError`` if the output is there already, if the journal was begun with other settings, is
    ///   damaged or in use; `FileWritingError` if it cannot be written.
    public init(for output: String, settings: [String: String], restart: Bool = false) throws {
        self.output = output
        isTemporary = AtomicFile.isStream(output)
        path = isTemporary ? Self.temporaryPath : Self.path(beside: output)
        let manager = FileManager.default
        let isThere = !restart && !isTemporary && manager.fileExists(atPath: output)
        // Both are there where a run was killed between making its output and removing the journal.
        if isThere, !manager.fileExists(atPath: path) { throw RegenerationError.outputExists(file: output) }
        try AtomicFile.checkWritable(output)
        lock = try FileLock(path) { [path] in RegenerationError.busy(file: path) }
        // What is open needs no name, and leaves nothing behind.
        if isTemporary { unlink(path) }
        if restart { try writing { try handle.truncate(atOffset: 0) } }
        let bytes = try writing { try handle.readToEnd() ?? Data() }
        // What follows the last line feed is a line that was never finished.
        let complete = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? Data()
        if complete.isEmpty {
            try writing {
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: Data("\(Self.header(settings))\n".utf8))
            }
        } else {
            try read(complete, settings: settings)
            try writing { try handle.truncate(atOffset: UInt64(complete.count)) }
        }
        if isThere, try manager.contents(atPath: output) != Data(conversations().utf8) {
            throw RegenerationError.outputExists(file: output)
        }
    }

    /// Adds what became of the next prompt.
    ///
    /// - Throws: `FileWritingError` if it cannot be written.
    mutating func append(_ record: RegenerationRecord) throws {
        let line = try record.line()
        try writing { try handle.write(contentsOf: Data("\(line)\n".utf8)) }
        records.append(record)
    }

    /// Makes the output of all conversations, and removes the journal.
    ///
    /// - Throws: `FileWritingError` if it cannot be written; the journal then stays.
    public func finish() throws {
        try AtomicFile.write(conversations(), to: output)
        if !isTemporary { try writing { try FileManager.default.removeItem(atPath: path) } }
    }

    /// The output: a line for each conversation.
    private func conversations() throws -> String {
        var lines = ""
        for case .kept(let conversation) in records { lines += try conversation.encoded() + "\n" }
        return lines
    }

    /// Where the journal of an output lies: beside it, under its name with an ending, which is shortened where it would be longer
    /// than file systems allow.
    private static func path(beside output: String) -> String {
        let (ending, most) = (".partial", 255)
        let name = URL(fileURLWithPath: output).lastPathComponent
        guard name.utf8.count + ending.utf8.count > most else { return output + ending }
        var hash = ContentHash()
        hash.combine(name.utf8)
        let mark = "-" + String(hash.value, radix: 16) + ending
        var start = name
        while start.utf8.count + mark.utf8.count > most { start.removeLast() }
        return output.dropLast(name.count) + start + mark
    }

    private static var temporaryPath: String {
        FileManager.default.temporaryDirectory.appendingPathComponent("espalier-\(UUID().uuidString).partial").path
    }

    private static let settingsKey = "regeneration"

    private static func header(_ settings: [String: String]) throws -> String {
        try JSONText.line(of: [settingsKey: settings])
    }

    private mutating func read(_ bytes: Data, settings: [String: String]) throws {
        let lines = try TextLine.lines(of: bytes.dropLast(), file: path)
        for (place, line) in lines.enumerated() {
            do {
                if place == 0 {
                    try check(try JSONValue(parsing: line.text)[Self.settingsKey], against: settings)
                } else if let record = try RegenerationRecord(line: line, of: path) {
                    records.append(record)
                }
            } catch let error as TextFileError {
                throw RegenerationError.damaged(file: path, line: line.number, cause: error.cause)
            } catch let error as JSONError {
                throw RegenerationError.damaged(
                    file: path, line: line.number, cause: "expected \(error.expected), found \(error.found)")
            }
        }
    }

    private func check(_ header: JSONValue?, against settings: [String: String]) throws {
        guard let members = header?.members else {
            throw RegenerationError.damaged(file: path, line: 1, cause: "the settings are missing")
        }
        let before = Dictionary(members.map { ($0.key, $0.value.string ?? "") }) { first, _ in first }
        for name in Set(before.keys).union(settings.keys).sorted() where before[name] != settings[name] {
            throw RegenerationError.otherSettings(
                file: path, setting: name, before: before[name] ?? "unset", now: settings[name] ?? "unset")
        }
    }

    private func writing<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            throw FileWritingError(file: path, cause: SystemCause(of: error).description)
        }
    }
}

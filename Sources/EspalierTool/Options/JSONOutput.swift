import ArgumentParser
import Files
import JSON

/// Where a command writes as JSON what it shows: the same option with the same meaning on every command that has it.
struct JSONOutput: ParsableArguments {
    @Option(
        name: .customLong("json"),
        help: ArgumentHelp(
            "Write JSON to a file besides; - writes it to standard output in place of text.", valueName: "file"))
    var path: String?

    /// Whether standard output is for the JSON alone, so that another program can read it.
    var takesStandardOutput: Bool { path == AtomicFile.standardOutput || path == "/dev/stdout" }

    /// Makes sure that the file can be written, before the work whose result it shall hold.
    ///
    /// - Throws: `FileWritingError`, as writing would.
    func checkWritable() throws {
        if let path, !takesStandardOutput { try AtomicFile.checkWritable(path) }
    }

    /// Shows a text, unless standard output is for JSON, and writes the JSON if it was asked for.
    ///
    /// - Parameters:
    ///   - value: What the JSON says.
    ///   - text: The same for people.
    /// - Throws: If one of them cannot be written.
    func write(_ value: some Encodable, showing text: @autoclosure () throws -> String) throws {
        if takesStandardOutput { return try StandardOutput.write(JSONText.document(of: value)) }
        try StandardOutput.write(text())
        if let path { try AtomicFile.write(JSONText.document(of: value), to: path) }
    }
}

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
    var takesStandardOutput: Bool { path.map(Self.namesStandardOutput) ?? false }

    private static func namesStandardOutput(_ path: String) -> Bool {
        path == AtomicFile.standardOutput || path == "/dev/stdout"
    }

    /// Makes sure that the file can be written, before the work whose result it shall hold.
    ///
    /// - Throws: `FileWritingError`, as writing would.
    func checkWritable() throws {
        if let path, !takesStandardOutput { try AtomicFile.checkWritable(path) }
    }

    /// Refuses two documents on standard output, which no program could take apart.
    ///
    /// - Parameters:
    ///   - other: Where another option writes; nil for nowhere.
    ///   - option: That option's name.
    /// - Throws: `ValidationError`.
    func refuseSharing(with other: String?, of option: String) throws {
        if takesStandardOutput, other.map(Self.namesStandardOutput) ?? false {
            throw ValidationError("--json and \(option) both write to standard output: name a file for one of them")
        }
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

    /// Tells something while the work goes on: on standard output, or beside it where that is for the JSON alone.
    func tell(_ text: String) throws {
        if takesStandardOutput { return StandardError.write(text) }
        try StandardOutput.write(text)
    }
}

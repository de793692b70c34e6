package import Foundation

/// The programs of llama.cpp in a folder that the user names: built by them, for their machine.
package struct LlamaCppPrograms: Sendable {
    /// The folder.
    package let folder: URL

    static let bench = "llama-bench"
    static let server = "llama-server"

    /// Looks for them.
    ///
    /// - Parameter folder: The folder.
    /// - Throws: ``LlamaCppError`` if one that is needed is missing or cannot be run.
    package init(in folder: String) throws(LlamaCppError) {
        self.folder = URL(fileURLWithPath: NSString(string: folder).expandingTildeInPath, isDirectory: true)
        for name in [Self.bench, Self.server] where !FileManager.default.isExecutableFile(atPath: path(of: name)) {
            throw LlamaCppError(
                "\(folder): there is no program '\(name)', which a build of llama.cpp puts into its folder 'bin'")
        }
    }

    private func path(of name: String) -> String { folder.appendingPathComponent(name).path }

    /// A process that has not been started, with the libraries beside the program to be found.
    func process(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(of: name))
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["LD_LIBRARY_PATH"] = ([folder.path] + [environment["LD_LIBRARY_PATH"]].compactMap(\.self))
            .joined(separator: ":")
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - name: The program.
    ///   - arguments: Its arguments.
    /// - Returns: What it wrote to standard output.
    /// - Throws: ``LlamaCppError`` with the last of what it said if it failed.
    func output(of name: String, _ arguments: [String]) throws -> Data {
        let process = process(name, arguments)
        let words = try ProgramWords()
        defer { words.remove() }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = words.writer
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw LlamaCppError("\(name) ended with status \(process.terminationStatus): \(words.last)")
        }
        return data
    }
}

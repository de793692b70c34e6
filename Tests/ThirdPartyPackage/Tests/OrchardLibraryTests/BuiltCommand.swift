import Foundation

/// The whole command with this package's plugins in it, as it was built.
enum BuiltCommand {
    /// Runs the command, which lies beside the product that runs the tests.
    ///
    /// - Returns: Its exit status, and everything it wrote.
    static func run(_ arguments: String...) throws -> (status: Int32, text: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = Bundle.main.bundleURL.appendingPathComponent("orchard")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    /// A strategy file of this package.
    static func strategy(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../strategies/\(name).yaml").standardizedFileURL
    }

    /// What the command says of a strategy file that misspells what stands at a key.
    static func report(of strategy: String, misspelling key: String) throws -> String {
        let text = try String(contentsOf: Self.strategy(strategy), encoding: .utf8)
            .replacingOccurrences(of: "\(key): \(strategy)", with: "\(key): \(strategy)s")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try run("check", file.path).text
    }
}

import Foundation
import ModelTestKit

/// The built command as a child process whose output goes to files, so that no pipe can fill up and block it.
struct RunningCommand {
    /// What the command reads.
    enum Input {
        case text(String)
        case bytes(Data)
        case path(URL)

        fileprivate func file(in folder: TemporaryFolder) throws -> URL {
            switch self {
            case .text(let text): try folder.write(text, to: "input")
            case .bytes(let bytes): try folder.write(bytes, to: "input")
            case .path(let url): url
            }
        }
    }

    /// The command lies beside the product that runs the tests.
    static let executable = Bundle.main.bundleURL.appendingPathComponent("espalier")

    let process = Process()
    private let folder: TemporaryFolder

    /// Starts the command in an empty folder of its own.
    ///
    /// - Parameters:
    ///   - arguments: What follows the command's name.
    ///   - program: Another program to start, which is told the command among its arguments.
    ///   - input: All of standard input; nothing by default.
    ///   - environment: Added to this process's own.
    ///   - limit: What a shell runs first, such as `ulimit -f 8`; nil for nothing.
    ///   - output: Where standard output goes instead of being kept.
    ///   - errors: Where standard error goes instead of being kept.
    /// - Throws: If it cannot be started.
    init(
        _ arguments: [String], of program: URL = Self.executable, input: Input = .text(""),
        environment: [String: String] = [:], limit: String? = nil, output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws {
        folder = try TemporaryFolder()
        for name in ["output", "errors"] { try folder.write("", to: name) }
        process.executableURL = limit == nil ? program : URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            (limit.map { ["-c", "\($0) && exec \"$0\" \"$@\"", program.path] } ?? []) + arguments
        // No test may leave anything in the cache of whoever runs it, or depend on how long the command takes.
        let own = ProcessInfo.processInfo.environment.merging(
            ["XDG_CACHE_HOME": folder.path, "ESPALIER_PROGRESS": "no"]
        ) { _, new in new }
        process.environment = own.merging(environment) { _, new in new }
        process.currentDirectoryURL = folder.url
        process.standardOutput = try output ?? FileHandle(forWritingTo: folder.file("output"))
        process.standardError = try errors ?? FileHandle(forWritingTo: folder.file("errors"))
        process.standardInput = try FileHandle(forReadingFrom: input.file(in: folder))
        try process.run()
    }

    /// Waits for a condition while the command runs.
    ///
    /// - Returns: Whether it came true; false when the command ended before, or hangs.
    func wait(until condition: () throws -> Bool) rethrows -> Bool {
        // Only a guard against hanging for ever: no test is decided by it while the command works.
        let deadline = ContinuousClock.now + .seconds(120)
        while process.isRunning && ContinuousClock.now < deadline {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.002)
        }
        return false
    }

    /// Whether the command handles Ctrl-C by now rather than being ended by it.
    var catchesInterrupts: Bool {
        let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let mask = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
        return mask >> UInt64(SIGINT - 1) & 1 == 1
    }

    /// What the command has written to standard output so far.
    var outputSoFar: String { (try? String(contentsOf: folder.file("output"), encoding: .utf8)) ?? "" }

    /// Waits for the end, and ends the command by force if it hangs.
    func finish() throws -> CommandRun {
        if !wait(until: { false }) && process.isRunning { process.terminate() }
        process.waitUntilExit()
        let exited = process.terminationReason == .exit
        return CommandRun(
            output: try String(contentsOf: folder.file("output"), encoding: .utf8),
            errors: try String(contentsOf: folder.file("errors"), encoding: .utf8),
            status: exited ? process.terminationStatus : nil, signal: exited ? nil : process.terminationStatus)
    }
}

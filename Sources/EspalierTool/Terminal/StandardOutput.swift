import Files
import Foundation

/// What a command was asked for.
enum StandardOutput {
    /// Writes text as it is, at once.
    ///
    /// Swift's `print` drops the system's answer, and a script would take half a JSON on a full disk for a whole one.
    static func write(_ text: String) throws {
        guard !text.isEmpty else { return }
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw CommandFailure("standard output cannot be written: \(SystemCause(of: error))")
        }
    }
}

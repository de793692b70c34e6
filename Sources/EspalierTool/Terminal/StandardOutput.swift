import Files
import Foundation

/// What a command was asked for.
enum StandardOutput {
    private static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Writes text at once: as it is to a file or a pipe, and control characters spelled out on a terminal, which would act
    /// on what a model writes.
    ///
    /// Swift's `print` drops the system's answer, and a script would take half a JSON on a full disk for a whole one.
    static func write(_ text: String) throws {
        guard !text.isEmpty else { return }
        let text = isTerminal ? SpelledText.visible(text) : text
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw CommandFailure("standard output cannot be written: \(SystemCause(of: error))")
        }
    }
}

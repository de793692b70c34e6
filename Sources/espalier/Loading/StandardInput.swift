import Evaluation
import Foundation

/// Text from standard input.
enum StandardInput {
    /// Everything up to its end, without a final line feed.
    static func text() throws -> String {
        let data: Data
        do {
            data = try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw CommandFailure("standard input cannot be read: \(SystemCause(of: error))")
        }
        guard var text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure("standard input: the text is not valid UTF-8")
        }
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// Whether a person sits at it.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}

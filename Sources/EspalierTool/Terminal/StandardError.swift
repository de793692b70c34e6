import Foundation

/// Remarks beside a command's output.
enum StandardError {
    /// Writes text as it is; a closed standard error is no reason to stop.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Writes a sentence on a line of its own.
    static func remark(_ sentence: String) { write(sentence + "\n") }
}

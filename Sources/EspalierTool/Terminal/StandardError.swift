import Files
import Foundation

/// Remarks beside a command's output.
enum StandardError {
    /// Writes text, what a file could have put into it spelled out; a closed standard error is no reason to stop.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(SpelledText.message(text).utf8))
    }

    /// Writes a sentence on a line of its own.
    static func remark(_ sentence: String) { write(sentence + "\n") }
}

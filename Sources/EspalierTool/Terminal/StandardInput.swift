import Files
import Foundation

/// Text from standard input.
enum StandardInput {
    /// Everything up to its end, without a final line end: a line feed, or Windows' two characters.
    ///
    /// - Parameter keepingLineEnds: Whether other line ends of Windows, and its mark at the beginning, stay what they
    ///   are; if not, a text is the same from whatever system it comes.
    /// - Returns: The text.
    /// - Throws: ``CommandFailure`` if it cannot be read, or is no text.
    static func text(keepingLineEnds: Bool) throws -> String {
        let data: Data
        do {
            data = try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw CommandFailure("standard input cannot be read: \(SystemCause(of: error))")
        }
        guard var text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure("standard input: the text is not valid UTF-8")
        }
        if !keepingLineEnds {
            if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
            text = text.replacingOccurrences(of: "\r\n", with: "\n")
        }
        // Swift takes a carriage return with its line feed for one character.
        if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        return text
    }

    /// The next line without its line feed; nil at the end.
    ///
    /// Bytes that are no text become U+FFFD.
    static func line() throws -> String? {
        if let line = readLine() { return line }
        // The library tells an end from an error by nothing; a read of no bytes does.
        var byte: UInt8 = 0
        guard read(STDIN_FILENO, &byte, 0) < 0 else { return nil }
        throw CommandFailure("standard input cannot be read: \(SystemCause(errorNumber: errno))")
    }

    /// Whether a person sits at it.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}

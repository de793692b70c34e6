import Files
import Foundation
import JSON
import LanguageModels

/// Reads many texts of one file, each a JSON string on a line of its own, so that a text may hold line ends.
enum TextFile {
    /// The texts of a file, in order.
    ///
    /// - Parameter path: The file; empty lines count for nothing.
    /// - Returns: The texts.
    /// - Throws: If it cannot be read, or a line is something else, which the message names.
    static func texts(_ path: String) throws -> [String] {
        let name = InputFile.name(of: path)
        let data = try bytes(of: path)
        var texts: [String] = []
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
            guard let text = try? JSONValue(parsing: line, source: name).string else {
                throw CommandFailure("\(name):\(number + 1): expected a JSON string, one text a line")
            }
            texts.append(text)
        }
        return texts
    }

    /// All bytes of a file that an option names.
    ///
    /// - Parameter path: The file, or `-` for standard input.
    /// - Returns: Its content.
    /// - Throws: `CommandFailure` that names the file and the system's reason.
    static func bytes(of path: String) throws(CommandFailure) -> Data {
        do {
            return try InputFile.bytes(of: NSString(string: path).expandingTildeInPath)
        } catch {
            throw CommandFailure("\(InputFile.name(of: path)): the file cannot be read: \(SystemCause(of: error))")
        }
    }
}

package import Foundation
package import JSON

/// A line of a text file with its number, counted from 1.
package struct TextLine: Sendable {
    /// Its number, counted from 1.
    package let number: Int

    /// What it says, without its end.
    package let text: String

    /// A line by itself.
    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }

    /// Whether there is nothing but white space.
    package var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: The file; a pipe and `-` for standard input are read to their ends.
    ///   - kind: What the file should be, as a noun for messages.
    /// - Returns: The whole content.
    /// - Throws: ``TextFileError`` for a file that cannot be read or is a directory.
    package static func bytes(ofFile path: String, kind: String) throws(TextFileError) -> Data {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw TextFileError(file: path, cause: "this is a directory, not a \(kind)")
        }
        do {
            return try InputFile.bytes(of: path)
        } catch {
            throw TextFileError(
                file: InputFile.name(of: path), cause: "the file cannot be read: \(SystemCause(of: error))")
        }
    }

    /// Splits at line feeds, taking a carriage return before one as part of the line's end.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text; a byte-order mark is skipped.
    ///   - file: The file's name for messages.
    /// - Returns: All lines, empty ones and what follows the last line feed among them, but of several empty lines in a row
    ///   the first: a file may consist of them.
    /// - Throws: ``TextFileError`` with the first line that is no text.
    package static func lines(of bytes: Data, file: String) throws(TextFileError) -> [TextLine] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = [UInt8](bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes)
        let lineFeed = UInt8(ascii: "\n")
        var lines: [TextLine] = []
        lines.reserveCapacity(
            1 + content.indices.count { content[$0] == lineFeed && $0 > 0 && content[$0 - 1] != lineFeed })
        var (number, start) = (0, 0)
        while start <= content.count {
            let end = content[start...].firstIndex(of: lineFeed) ?? content.count
            var line = content[start..<end]
            start = end + 1
            number += 1
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if line.isEmpty, lines.last?.text.isEmpty == true { continue }
            guard !line.contains(0) else {
                throw TextFileError(
                    file: file, line: number, cause: "a zero byte: this is not a text file\(FileKind.clause(on: file))")
            }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw TextFileError(file: file, line: number, cause: "the text is not valid UTF-8")
            }
            lines.append(TextLine(number: number, text: text))
        }
        return lines
    }

    /// The JSON object that the line holds.
    ///
    /// - Parameter file: The file's name for messages.
    /// - Returns: An object.
    /// - Throws: ``TextFileError`` if it holds anything else.
    package func object(in file: String) throws(TextFileError) -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            throw TextFileError(
                file: file, line: number,
                cause: "column \(error.position.column): expected \(error.expected), found \(error.found)")
        }
        guard value.members != nil else {
            throw TextFileError(file: file, line: number, cause: "expected a JSON object, found \(value.kind)")
        }
        return value
    }

    /// Whether these lines, of which the first with text begins like a list, are one JSON array.
    package static func areOneArray(_ lines: [TextLine]) -> Bool {
        guard let first = lines.first(where: { !$0.isBlank }), first.text.hasPrefix("[") else { return false }
        return (try? JSONValue(parsing: lines.map(\.text).joined(separator: "\n"))) != nil
    }

    /// The elements of the one JSON array that lines are, each as a line of its own with the number of that where it begins.
    ///
    /// - Parameter lines: A file's lines.
    /// - Returns: Nil where they are no array.
    package static func elements(ofArray lines: [TextLine]) -> [TextLine]? {
        guard areOneArray(lines) else { return nil }
        var (elements, element, start): ([TextLine], [UInt8], Int?) = ([], [], nil)
        var (depth, isInString, isEscaped) = (0, false, false)
        for line in lines {
            for byte in Array(line.text.utf8) + [UInt8(ascii: "\n")] {
                let isBracket = !isInString && (byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}"))
                if isBracket { depth -= 1 }
                if depth == 0 || depth == 1 && !isInString && byte == UInt8(ascii: ",") {
                    if let number = start {
                        elements.append(TextLine(number: number, text: String(decoding: element, as: UTF8.self)))
                    }
                    (element, start) = ([], nil)
                } else if start != nil || !" \t\n\r".utf8.contains(byte) {
                    element.append(byte)
                    start = start ?? line.number
                }
                if isInString {
                    isInString = isEscaped || byte != UInt8(ascii: "\"")
                    isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                } else if byte == UInt8(ascii: "\"") {
                    isInString = true
                } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                    depth += 1
                }
            }
        }
        return elements
    }
}

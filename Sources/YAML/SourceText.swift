import Files

/// A named text, cut into lines, which shows the places that faults are about.
public struct SourceText: Sendable {
    /// The name that reports use: a path as the user wrote it, or a made-up name.
    public let name: String
    /// The whole text, without a byte order mark.
    public let text: String
    /// The lines without their ends; a text that ends with a line break has an empty last line.
    ///
    /// A line ends where libyaml ends it: at a line feed, a carriage return, both, or U+0085, U+2028 or U+2029.
    public let lines: [Substring]

    /// Names a text and cuts it into lines.
    public init(name: String, text: String) {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        self.name = name
        self.text = text
        self.lines = Self.lines(of: text)
    }

    /// Shows faults in file order, one report for each.
    ///
    /// A report is `name:line:column: message`, the source line and a caret line, or `name: message` for a fault of the
    /// whole file, or the message alone for one of something that stands elsewhere. Reports are separated by a line break; the last line has none. Of very many faults the first are shown.
    public func report(_ faults: [SourceFault]) -> String {
        var reports = faults.sorted(by: SourceFault.isBefore).prefix(Self.mostReports).map { fault in
            if fault.isElsewhere { return fault.message }
            guard let mark = fault.mark else { return "\(name): \(fault.message)" }
            return "\(name):\(mark.line):\(mark.column): \(fault.message)\n\(snippet(at: mark, length: fault.length))"
        }
        if faults.count > reports.count { reports.append("\(name): and more faults") }
        return reports.joined(separator: "\n")
    }

    /// How many faults are shown: each walks along its line, and nobody reads more.
    private static let mostReports = 50

    /// Shows the line of `mark` and, under it, a caret line such as `^~~~` of `length` characters.
    ///
    /// The underline stops at the line's end. Long lines are cut around the caret.
    public func snippet(at mark: YAMLMark, length: Int) -> String {
        let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
        return Snippet(line: line, column: mark.column, length: length).description
    }

    /// The place just after the last character.
    var end: YAMLMark {
        YAMLMark(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }

    /// The character at `mark`; nil at the end of a line.
    func character(at mark: YAMLMark) -> Character? {
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    // Works on scalars, because a carriage return and a line feed are one character.
    private static func lines(of text: String) -> [Substring] {
        var lines: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let lineEnd = index
            index = scalars.index(after: index)
            guard lineBreaks.contains(scalar) else { continue }
            if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" {
                index = scalars.index(after: index)
            }
            lines.append(Substring(scalars[start..<lineEnd]))
            start = index
        }
        lines.append(Substring(scalars[start...]))
        return lines
    }

    private static let lineBreaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
}

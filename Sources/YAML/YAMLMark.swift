/// A place in a source text: a line and a column, both counted from 1.
///
/// A column counts characters as a reader sees them: an "é" written as two code points is one column, and so is a tab.
public struct YAMLMark: Hashable, Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// The column, counted in characters from 1.
    public let column: Int

    /// Names the place at `line` and `column`, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension YAMLMark: Comparable {
    /// Whether the left place comes before the right one in the file.
    public static func < (left: YAMLMark, right: YAMLMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension YAMLMark: CustomStringConvertible {
    /// The place in words, as in "line 3, column 5".
    public var description: String { "line \(line), column \(column)" }
}

/// A place in a JSON text.
public struct JSONPosition: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1 and ended by a line feed.
    public let line: Int

    /// The column, counted from 1 in UTF-8 bytes.
    public let column: Int

    /// Makes a position from a line and a column, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The form `line:column` that editors and compilers use.
    public var description: String { "\(line):\(column)" }
}

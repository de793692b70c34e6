/// A place in a template's source.
public struct TemplatePosition: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int

    /// The column, counted from 1 in Unicode scalars.
    public let column: Int

    /// Makes a position from a line and a column, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The form `line:column` that editors and compilers use.
    public var description: String { "\(line):\(column)" }
}

/// A place in a text, for messages.
public struct OptionPlace: Sendable, Hashable {
    /// The line, from 1; 0 for values that come from the command line.
    public let line: Int

    /// The column in characters, from 1.
    public let column: Int

    /// How many characters to underline, at least 1.
    public let length: Int

    /// Makes a place.
    ///
    /// - Parameters:
    ///   - line: The line, from 1.
    ///   - column: The column in characters, from 1.
    ///   - length: How many characters to underline.
    public init(line: Int, column: Int, length: Int = 1) {
        self.line = line
        self.column = column
        self.length = max(length, 1)
    }

    /// The place of values that no file holds.
    public static let nowhere = OptionPlace(line: 0, column: 0)
}

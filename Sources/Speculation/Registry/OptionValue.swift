/// A value of a strategy file with its place, independent of the file format.
public struct OptionValue: Sendable, Equatable {
    /// What a value can be.
    public enum Content: Sendable, Equatable {
        /// Nothing.
        case null
        /// true or false.
        case boolean(Bool)
        /// A whole number.
        case integer(Int)
        /// A number with a fraction or exponent.
        case real(Double)
        /// Text.
        case string(String)
        /// Several values.
        case list([OptionValue])
        /// Named values in file order.
        case map([OptionMember])
    }

    /// What the value is.
    public let content: Content

    /// How a scalar was written; empty for lists and maps.
    public let text: String

    /// Where it stands.
    public let place: OptionPlace

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - content: What the value is.
    ///   - text: How a scalar was written.
    ///   - place: Where it stands.
    public init(_ content: Content, text: String, at place: OptionPlace) {
        self.content = content
        self.text = text
        self.place = place
    }

    /// What to call the value in a message: "the text 'ten'", "a list".
    public var inWords: String {
        switch content {
        case .null: "nothing"
        case .boolean, .integer, .real: text
        case .string: "the text '\(text)'"
        case .list: "a list"
        case .map: "a section"
        }
    }
}

/// A name and its value.
public struct OptionMember: Sendable, Equatable {
    /// The name.
    public let name: String

    /// Where the name stands.
    public let place: OptionPlace

    /// The value.
    public let value: OptionValue

    /// Makes a member.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - place: Where the name stands.
    ///   - value: The value.
    public init(name: String, place: OptionPlace, value: OptionValue) {
        self.name = name
        self.place = place
        self.value = value
    }
}

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

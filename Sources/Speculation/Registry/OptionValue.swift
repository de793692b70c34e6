/// A value of an option: as a strategy file gives it, with its place, or as an implementation took it.
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
    ///   - text: How a scalar was written; nil for its plainest form.
    ///   - place: Where it stands.
    public init(_ content: Content, text: String? = nil, at place: OptionPlace = .nowhere) {
        self.content = content
        self.text = text ?? content.text
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

extension OptionValue.Content {
    /// A scalar in its plainest form; empty for lists and maps.
    fileprivate var text: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .integer(let number): String(number)
        case .real(let number): OptionReader.written(number)
        case .string(let text): text
        case .list, .map: ""
        }
    }
}

/// A token as a user names it before a model is opened: by its id, or by a text that is one token.
public struct TokenReference: Sendable, Hashable {
    /// How it is named.
    public enum Name: Sendable, Hashable {
        /// An id, at least 0.
        case id(Int)
        /// A special token, or a text that the tokenizer makes one token of.
        case text(String)
    }

    /// How it is named.
    public let name: Name

    /// Where it is named, for reports.
    public let place: OptionPlace

    /// Names a token.
    public init(_ name: Name, at place: OptionPlace = .nowhere) {
        self.name = name
        self.place = place
    }

    /// Takes a value of a list; nil where it can be no token.
    init?(_ value: OptionValue) {
        switch value.content {
        case .integer(let id) where id >= 0: self.init(.id(id), at: value.place)
        case .string(let text) where !text.isEmpty: self.init(.text(text), at: value.place)
        default: return nil
        }
    }

    /// Takes a key of a section: digits are an id.
    init(key: OptionMember) {
        let isNumber = key.name.allSatisfy { $0.isASCII && $0.isNumber }
        self.init(isNumber ? Int(key.name).map { .id($0) } ?? .text(key.name) : .text(key.name), at: key.place)
    }

    /// The reference as a file would give it.
    var content: OptionValue.Content {
        switch name {
        case .id(let id): .integer(id)
        case .text(let text): .string(text)
        }
    }
}

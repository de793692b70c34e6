/// A piece of a template's source.
struct Token {
    enum Kind: Equatable {
        /// Text outside of tags.
        case data(Text)
        case statementBegin
        case statementEnd
        case printBegin
        case printEnd
        case name(String)
        case string(Text)
        case integer(Int)
        case real(Double)
        case symbol(String)
        case end
    }

    let kind: Kind

    /// Where it begins in the source.
    let index: Int

    /// The token as a noun for messages.
    var noun: String {
        switch kind {
        case .data: "text"
        case .statementBegin: "'{%'"
        case .statementEnd: "'%}'"
        case .printBegin: "'{{'"
        case .printEnd: "'}}'"
        case .name(let name): quoted(name)
        case .string: "a string"
        case .integer, .real: "a number"
        case .symbol(let symbol): "'\(symbol)'"
        case .end: "the end of the template"
        }
    }
}

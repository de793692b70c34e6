import LanguageModels
import Speculation

/// Tokens with their texts.
struct TokenListing: Encodable {
    /// One token.
    struct Entry: Encodable {
        let id: Int
        let text: String
    }

    let tokens: [Entry]

    init(_ tokens: [Int], by tokenizer: Tokenizer) {
        self.tokens = tokens.map { Entry(id: $0, text: tokenizer.text(of: $0)) }
    }

    /// One token a line: id and quoted text; then the number of tokens.
    var text: String {
        let lines = tokens.map { "\(String($0.id).leftPadded(to: 8))  \($0.text.quoted)" }
        return (lines + [tokens.count.counting("token")]).joined(separator: "\n") + "\n"
    }
}

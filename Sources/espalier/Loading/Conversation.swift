import LanguageModels
import Speculation

/// Turns messages into tokens and tokens into text for one target.
struct Conversation {
    let tokenizer: Tokenizer
    let renderer: ChatRenderer

    /// Tokens that end an answer: the model's own and the template's.
    let stopTokens: Set<Token>

    init(tokenizer: Tokenizer, renderer: ChatRenderer, endTokens: Set<Token>) {
        self.tokenizer = tokenizer
        self.renderer = renderer
        stopTokens = endTokens.union(tokenizer.stopIDs(of: renderer.template))
    }

    /// The tokens of messages, ready for the model's answer; no message can forge a control token.
    func tokens(_ messages: [ChatMessage]) throws -> [Token] {
        let segments = try renderer.segments(messages, addGenerationPrompt: true)
        return tokenizer.encode(segments, addSpecialTokens: renderer.template.addsSpecialTokens)
    }

    /// The text of an answer, without special tokens.
    func text(_ tokens: [Token]) -> String { tokenizer.decode(tokens, skipSpecialTokens: true) }
}

public import LanguageModels
public import Speculation

/// Turns conversations into tokens and answers into text: what a comparison sees of a tokenizer with its chat template.
public protocol ConversationCodec {
    /// The tokens of a conversation that ends with a user's message, ready for the model's answer.
    func tokens(_ messages: [ChatMessage]) throws -> [Token]

    /// The text of an answer, without special tokens.
    func text(_ tokens: [Token]) -> String
}

extension ChatCodec: ConversationCodec {}

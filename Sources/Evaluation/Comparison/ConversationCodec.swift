public import Speculation

/// Turns conversations into tokens and answers into text: a tokenizer with a chat template, seen from here.
public struct ConversationCodec {
    /// The tokens of a conversation that ends with a user's message, ready for the model's answer.
    public let encode: ([ConversationMessage]) throws -> [Token]

    /// The text of an answer, without special tokens.
    public let decode: ([Token]) -> String

    /// Makes a codec.
    ///
    /// - Parameters:
    ///   - encode: Applies the chat template and the tokenizer.
    ///   - decode: Leaves special tokens out.
    public init(encode: @escaping ([ConversationMessage]) throws -> [Token], decode: @escaping ([Token]) -> String) {
        self.encode = encode
        self.decode = decode
    }
}

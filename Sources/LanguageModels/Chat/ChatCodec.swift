public import JSON
public import Speculation

/// Turns messages into tokens and tokens into text for one model: its tokenizer with its chat format.
public struct ChatCodec: Sendable {
    /// The model's tokenizer.
    public let tokenizer: Tokenizer

    /// The model's chat format.
    public private(set) var renderer: ChatRenderer

    /// Tokens that end an answer: the model's own, and the one that its chat template writes behind an answer.
    public let stopTokens: Set<Token>

    /// Puts a codec together.
    ///
    /// - Parameters:
    ///   - tokenizer: The model's tokenizer.
    ///   - renderer: The model's chat format.
    ///   - endTokens: The tokens that the model's configuration lets end a text.
    public init(tokenizer: Tokenizer, renderer: ChatRenderer, endTokens: Set<Token>) {
        self.tokenizer = tokenizer
        self.renderer = renderer
        stopTokens = endTokens.union(tokenizer.turnEnds(of: renderer))
    }

    /// The same codec for a conversation that has tools of its own.
    ///
    /// - Parameter tools: The tools that the model may call, as the template expects them; nil for no others.
    /// - Returns: A codec whose template is told of them, where it reads any.
    public func telling(tools: JSONValue?) -> ChatCodec {
        guard let tools else { return self }
        var codec = self
        codec.renderer = renderer.telling(tools: tools)
        return codec
    }

    /// The tokens of messages, ready for the model's answer; no message can forge a control token.
    ///
    /// - Throws: ``ChatTemplateError`` when the format has no place for a message, ``TokenizerError`` when an expression of
    ///   the tokenizer takes too long.
    public func tokens(_ messages: [ChatMessage]) throws -> [Token] {
        let segments = try renderer.segments(messages, addGenerationPrompt: true)
        return try tokenizer.encode(segments, addSpecialTokens: renderer.template.addsSpecialTokens)
    }

    /// The text of an answer, without special tokens.
    public func text(_ tokens: [Token]) -> String { tokenizer.decode(tokens, skipSpecialTokens: true) }

    /// The tokens of a conversation with marks on those that the model is to write, as decoding meets them.
    ///
    /// One sequence for most formats. Where the template rewrites what has been said, as by dropping earlier thoughts, what
    /// decoding meets before a later answer is another text than before an earlier one: each such answer has a sequence of its
    /// own, in which it comes last. Every answer is marked in one sequence: the text that the model writes, and the token by
    /// which it ends its turn.
    ///
    /// - Parameters:
    ///   - messages: The turns, the last one usually the assistant's.
    ///   - cutMessages: Places of assistant's messages that a limit broke off: the model did not end its turn there, so that
    ///     the end is not marked.
    /// - Returns: At least one sequence, without a beginning of another answer.
    /// - Throws: As ``tokens(_:)`` does.
    public func trainingSequences(
        of messages: [ChatMessage], cutMessages: Set<Int> = []
    ) throws -> [TrainingSequence] {
        try AnswerMarking(renderer: renderer, tokenizer: tokenizer).lessons(of: messages, cutMessages: cutMessages).map
        {
            try tokenizer.trainingSequence(of: $0, addSpecialTokens: renderer.template.addsSpecialTokens)
        }
    }

    /// The first message whose calls of tools the chat format does not show, so that nothing can be learnt of them.
    ///
    /// - Parameter messages: The turns.
    /// - Returns: Its place; nil where the format shows all calls that there are.
    /// - Throws: ``ChatTemplateError`` when the format has no place for a message.
    public func messageWithHiddenCalls(of messages: [ChatMessage]) throws(ChatTemplateError) -> Int? {
        for place in messages.indices where messages[place].callsTools {
            let before = Array(messages[..<place])
            let shown = try renderer.render(before + [messages[place]], addGenerationPrompt: false)
            let hidden = try renderer.render(before + [messages[place].withoutCalls], addGenerationPrompt: false)
            if shown == hidden { return place }
        }
        return nil
    }

    /// The tokens of a text without turns, all but the first marked: a model that continues texts writes them all.
    ///
    /// - Throws: ``TokenizerError`` when an expression of the tokenizer takes too long.
    public func trainingSequence(ofText text: String) throws -> TrainingSequence {
        let tokens = try tokenizer.encode(text, addSpecialTokens: true)
        return TrainingSequence(tokens: tokens, isAnswer: tokens.indices.map { $0 > 0 })
    }
}

public import Speculation

/// Turns messages into tokens and tokens into text for one model: its tokenizer with its chat format.
public struct ChatCodec: Sendable {
    /// The model's tokenizer.
    public let tokenizer: Tokenizer

    /// The model's chat format.
    public let renderer: ChatRenderer

    /// Tokens that end an answer: the model's own and the format's.
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
        stopTokens = endTokens.union(tokenizer.stopIDs(of: renderer.template))
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
    /// One sequence for most formats. Where earlier thoughts are dropped from a conversation, each answer with a thought has a
    /// sequence of its own, in which it comes last; every answer is marked in one sequence.
    ///
    /// - Parameters:
    ///   - messages: The turns, the last one usually the assistant's.
    ///   - cutMessages: Places of assistant's messages that a limit broke off.
    /// - Returns: At least one sequence, without a beginning of another answer.
    /// - Throws: As ``tokens(_:)`` does.
    public func trainingSequences(
        of messages: [ChatMessage], cutMessages: Set<Int> = []
    ) throws -> [TrainingSequence] {
        var learnt = 0
        var sequences: [TrainingSequence] = []
        for end in renderer.endsOfLearning(in: messages) {
            sequences.append(
                try trainingSequence(of: Array(messages[...end]), cutMessages: cutMessages, learningFrom: learnt))
            learnt = end + 1
        }
        return sequences
    }

    /// The tokens of a whole conversation with marks on those that the model is to write.
    ///
    /// Marked are the assistant's texts and the token that ends each of its turns, neither headers nor what follows
    /// the end.
    ///
    /// - Parameters:
    ///   - messages: The turns, the last one usually the assistant's.
    ///   - cutMessages: Places of assistant's messages that a limit broke off: the model did not end its turn there,
    ///     so that the end is not marked.
    ///   - first: The place of the first message that is learnt from.
    /// - Returns: The tokens of the conversation, without a beginning of another answer.
    /// - Throws: As ``tokens(_:)`` does.
    public func trainingSequence(
        of messages: [ChatMessage], cutMessages: Set<Int> = [], learningFrom first: Int = 0
    ) throws -> TrainingSequence {
        var stretches = try renderer.forTraining.stretches(messages, addGenerationPrompt: false)
        let answers = messages.indices.filter { messages[$0].role == .assistant }
        let ends = stretches.indices.filter { stretches[$0].part == .answerEnd }
        var beginning = 0
        for (answer, end) in zip(answers, ends) {
            let unmarked = answer < first ? beginning..<(end + 1) : end..<(cutMessages.contains(answer) ? end + 1 : end)
            for place in unmarked { stretches[place] = ChatStretch(stretches[place].segment, part: .context) }
            beginning = end + 1
        }
        return try tokenizer.trainingSequence(of: stretches, addSpecialTokens: renderer.template.addsSpecialTokens)
    }

    /// The tokens of a text without turns, all but the first marked: a model that continues texts writes them all.
    ///
    /// - Throws: ``TokenizerError`` when an expression of the tokenizer takes too long.
    public func trainingSequence(ofText text: String) throws -> TrainingSequence {
        let tokens = try tokenizer.encode(text, addSpecialTokens: true)
        return TrainingSequence(tokens: tokens, isAnswer: tokens.indices.map { $0 > 0 })
    }
}

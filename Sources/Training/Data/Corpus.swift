public import LanguageModels
public import Speculation

/// The conversations of a file as a target reads them: tokens, and which of them are answers.
public struct Corpus: Sendable {
    /// The sequences in file order, each with an answer in it.
    public let sequences: [TrainingSequence]

    /// What was read, kept and left out.
    public let summary: CorpusSummary

    /// Turns conversations into tokens.
    ///
    /// - Parameters:
    ///   - file: The conversations.
    ///   - codec: The target's tokenizer and chat format.
    ///   - contextLimit: The target's context.
    ///   - maximumLength: The most tokens of a sequence; nil for the context limit.
    ///   - lengthRule: What to do with longer conversations.
    /// - Throws: ``CorpusError`` if nothing is left to train on, if the chat format cannot express a conversation, or
    ///   if the maximum length is out of range.
    public init(
        _ file: ConversationFile, codec: ChatCodec, contextLimit: Int, maximumLength: Int? = nil,
        lengthRule: LengthRule = .drop
    ) throws(CorpusError) {
        let limit = maximumLength ?? contextLimit
        guard limit >= 2, limit <= contextLimit else {
            throw CorpusError.maximumLength(limit, contextLimit: contextLimit)
        }
        var sequences: [TrainingSequence] = []
        var summary = CorpusSummary()
        for conversation in file.conversations {
            let sequence: TrainingSequence
            do {
                sequence = try codec.trainingSequence(of: conversation)
            } catch {
                throw CorpusError.encoding(file: file.name, line: conversation.line, cause: "\(error)")
            }
            if let kept = summary.admit(sequence, maximumLength: limit, lengthRule: lengthRule) {
                sequences.append(kept)
            }
        }
        guard !sequences.isEmpty else {
            throw CorpusError.empty(file: file.name, summary: summary, maximumLength: limit)
        }
        self.sequences = sequences
        self.summary = summary
    }

    /// A part of a corpus, which counts as read and kept whole.
    init(part sequences: [TrainingSequence]) {
        var summary = CorpusSummary()
        for sequence in sequences { summary.count(sequence) }
        summary.read = sequences.count
        self.sequences = sequences
        self.summary = summary
    }
}

extension CorpusSummary {
    /// Counts a conversation, and gives what of it belongs in the corpus; nil when nothing does.
    fileprivate mutating func admit(
        _ sequence: TrainingSequence, maximumLength: Int, lengthRule: LengthRule
    ) -> TrainingSequence? {
        read += 1
        let isTooLong = sequence.tokens.count > maximumLength
        if isTooLong && lengthRule == .drop {
            droppedTooLong += 1
            return nil
        }
        let kept = TrainingSequence(
            tokens: Array(sequence.tokens.prefix(maximumLength)),
            isAnswer: Array(sequence.isAnswer.prefix(maximumLength)))
        guard kept.isAnswer.contains(true) else {
            withoutAnswer += 1
            return nil
        }
        if isTooLong { truncated += 1 }
        count(kept)
        return kept
    }

    fileprivate mutating func count(_ sequence: TrainingSequence) {
        kept += 1
        tokens += sequence.tokens.count
        answerTokens += sequence.isAnswer.count { $0 }
    }
}

extension ChatCodec {
    /// The tokens of a conversation or bare text, with marks on those that the model is to write.
    ///
    /// - Throws: ``/LanguageModels/ChatTemplateError`` when the format has no place for a message, or
    ///   ``/LanguageModels/TokenizerError`` when an expression of the tokenizer takes too long.
    public func trainingSequence(
        of conversation: TrainingConversation
    ) throws -> TrainingSequence {
        switch conversation.content {
        case .messages(let messages, let cut): try trainingSequence(of: messages, cutMessages: cut)
        case .text(let text): try trainingSequence(ofText: text)
        }
    }
}

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
    /// - Throws: ``CorpusError`` if nothing is left to train on, or if the maximum length is out of range. A conversation
    ///   that the chat format cannot express is left out and counted.
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
        summary.read = file.conversations.count + file.unusable.count
        summary.unusable = file.unusable
        for conversation in file.conversations {
            let codec = codec.telling(tools: conversation.tools)
            do {
                if let place = try codec.messageWithHiddenCalls(of: conversation.messages) {
                    summary.unusable.append(
                        UnusableConversation(
                            line: conversation.line, reason: .toolCall,
                            cause: "message \(place + 1) calls a tool, which the chat template "
                                + "\(codec.renderer.template.name) does not show"))
                    continue
                }
                let parts = try codec.trainingSequences(of: conversation)
                sequences += summary.admit(parts, maximumLength: limit, lengthRule: lengthRule)
            } catch {
                summary.unusable.append(
                    UnusableConversation(
                        line: conversation.line, reason: .chatFormat,
                        cause: (error as? ChatTemplateError)?.sentence ?? "\(error)"))
            }
        }
        guard !sequences.isEmpty else {
            if let first = summary.unusable.first {
                throw CorpusError.encoding(file: file.name, line: first.line, cause: first.cause)
            }
            throw CorpusError.empty(file: file.name, summary: summary, maximumLength: limit)
        }
        self.sequences = sequences
        self.summary = summary
    }

    /// A part of a corpus, which counts as read and kept whole.
    init(part sequences: [TrainingSequence]) {
        var summary = CorpusSummary()
        for sequence in sequences { summary.count(sequence) }
        summary.kept = sequences.count
        summary.read = sequences.count
        self.sequences = sequences
        self.summary = summary
    }
}

extension CorpusSummary {
    /// Counts a conversation's sequences, and gives what of them belongs in the corpus.
    fileprivate mutating func admit(
        _ parts: [TrainingSequence], maximumLength: Int, lengthRule: LengthRule
    ) -> [TrainingSequence] {
        var admitted: [TrainingSequence] = []
        var (hasLongPart, isTruncated) = (false, false)
        for sequence in parts {
            let isTooLong = sequence.tokens.count > maximumLength
            if isTooLong && lengthRule == .drop {
                hasLongPart = true
                continue
            }
            let part = TrainingSequence(
                tokens: Array(sequence.tokens.prefix(maximumLength)),
                isAnswer: Array(sequence.isAnswer.prefix(maximumLength)))
            guard part.isAnswer.contains(true) else { continue }
            isTruncated = isTruncated || isTooLong
            count(part)
            admitted.append(part)
        }
        if hasLongPart { droppedTooLong += 1 }
        if !admitted.isEmpty {
            kept += 1
            if isTruncated { truncated += 1 }
        } else if !hasLongPart {
            withoutAnswer += 1
        }
        return admitted
    }

    fileprivate mutating func count(_ sequence: TrainingSequence) {
        sequences += 1
        tokens += sequence.tokens.count
        answerTokens += sequence.isAnswer.count { $0 }
    }
}

extension ChatCodec {
    /// The sequences that a conversation or bare text is learnt from; see ``/LanguageModels/ChatCodec``.
    ///
    /// - Throws: ``/LanguageModels/ChatTemplateError`` when the format has no place for a message, or
    ///   ``/LanguageModels/TokenizerError`` when an expression of the tokenizer takes too long.
    public func trainingSequences(of conversation: TrainingConversation) throws -> [TrainingSequence] {
        switch conversation.content {
        case .messages(let messages, let cut): try trainingSequences(of: messages, cutMessages: cut)
        case .text(let text): [try trainingSequence(ofText: text)]
        }
    }
}

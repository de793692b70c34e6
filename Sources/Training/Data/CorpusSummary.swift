import Speculation

/// What became of a file's conversations on their way into a corpus, as counts.
public struct CorpusSummary: Sendable, Equatable {
    /// Conversations in the file, unusable ones among them.
    public var read = 0

    /// Conversations in the corpus.
    public var kept = 0

    /// Sequences in the corpus, more than conversations where answers with thoughts have sequences of their own.
    public var sequences = 0

    /// Lines that nothing can be learnt from.
    public var unusable: [UnusableConversation] = []

    /// Conversations left out because they have more tokens than the limit.
    public var droppedTooLong = 0

    /// Sequences of which only the beginning is in the corpus.
    public var truncated = 0

    /// Conversations left out because no token within the limit belongs to an answer.
    public var withoutAnswer = 0

    /// Tokens in the corpus.
    public var tokens = 0

    /// Tokens in the corpus that belong to answers.
    public var answerTokens = 0

    /// No conversation at all.
    public init() {}
}

extension CorpusSummary: CustomStringConvertible {
    /// One line: what was kept, then what was not and why.
    public var description: String {
        let places = sequences == kept ? "" : " in \(sequences.counting("sequence"))"
        var parts = [
            "\(kept) of \(read.counting("conversation"))\(places), \(tokens.counting("token")), \(answerTokens) of them answers"
        ]
        if droppedTooLong > 0 { parts.append("\(droppedTooLong) too long") }
        if truncated > 0 { parts.append("\(truncated) truncated") }
        if withoutAnswer > 0 { parts.append("\(withoutAnswer) without an answer") }
        if !unusable.isEmpty { parts.append(unusable.summary) }
        return parts.joined(separator: "; ")
    }
}

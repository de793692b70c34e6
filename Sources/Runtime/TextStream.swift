public import Decoding
public import LanguageModels

/// The text of a sequence as it is decoded, piece by piece.
///
/// ```swift
/// while let piece = try stream.next() { print(piece, terminator: "") }
/// ```
public struct TextStream {
    /// What decodes: its tokens so far, and why they ended.
    public private(set) var loop: DecodingLoop

    /// How many rounds have been run.
    public private(set) var rounds = 0

    private var answer: AnswerText
    /// How many of the emitted tokens have become text.
    private var decoded = 0
    private var record = RoundRecord()
    private var hasEnded = false

    /// Makes the stream of a sequence whose prompt has been read.
    ///
    /// - Parameters:
    ///   - loop: What decodes; nobody else goes on with it.
    ///   - tokenizer: Turns its tokens into text.
    ///   - limits: The request's, whose stop strings are not shown.
    public init(_ loop: consuming DecodingLoop, tokenizer: Tokenizer, limits: DecodingLimits) {
        self.loop = loop
        answer = AnswerText(
            StreamingDecoder(tokenizer), stopStrings: limits.stopStrings?.strings ?? [],
            minimumTokens: limits.minimumNewTokens)
    }

    /// Decodes until there is more text that is certain.
    ///
    /// - Returns: The text, never empty; nil once the sequence has ended.
    /// - Throws: Whatever the target and the draft throw.
    public mutating func next() throws -> String? {
        while !hasEnded {
            if decoded == loop.emitted.count && loop.finish == nil {
                try loop.round(into: &record)
                rounds += 1
            }
            var text = ""
            for token in loop.emitted[decoded...] { text += answer.append(token) }
            decoded = loop.emitted.count
            if loop.finish != nil {
                text += answer.finish()
                hasEnded = true
            }
            if !text.isEmpty { return text }
        }
        return nil
    }
}

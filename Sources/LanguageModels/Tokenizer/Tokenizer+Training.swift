public import Speculation

extension Tokenizer {
    /// The tokens of a rendered conversation with marks on those that the model is to write.
    ///
    /// A token counts as the model's if any part of its text does: where a template's last space and the answer's
    /// first word are one token, the model writes it. White space that a special token swallows does not count.
    ///
    /// - Parameters:
    ///   - stretches: The conversation, in which stretches that the model is to write are told from others.
    ///   - addSpecialTokens: Whether the file's template is put around the ids too; its tokens are nobody's answer.
    /// - Throws: ``TokenizerError`` if an expression of the file takes too long on a text.
    /// - Returns: The ids that ``encode(_:addSpecialTokens:)`` gives for the stretches' segments, with marks.
    public func trainingSequence(of stretches: [ChatStretch], addSpecialTokens: Bool = false) throws -> TrainingSequence
    {
        let tokens = try tokens(of: MarkedText(stretches))
        let (prefix, suffix) = addSpecialTokens ? (postProcessor.prefix, postProcessor.suffix) : ([], [])
        let isAnswer = tokens.map(\.isAnswer)
        return TrainingSequence(
            tokens: prefix + tokens.map(\.id) + suffix,
            isAnswer: prefix.map { _ in false } + isAnswer + suffix.map { _ in false })
    }
}

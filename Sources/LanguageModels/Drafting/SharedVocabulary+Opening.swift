extension SharedVocabulary {
    /// Compares the vocabularies of two models that have been opened.
    ///
    /// - Parameters:
    ///   - small: The model that drafts.
    ///   - target: The model that it drafts for.
    /// - Returns: What they share.
    /// - Throws: `ModelError` that names a token on which they differ, or that they cannot be compared; `TokenizerError` for
    ///   a token beyond the small model's tables.
    public static func of(_ small: Transformer, and target: Transformer) throws -> SharedVocabulary {
        let (own, other) = (small.configuration.vocabularySize, target.configuration.vocabularySize)
        let shared = SharedVocabulary(own: own, target: other)
        if small.files.hasTokens(of: target.files) {
            if case .gguf = small.files { _ = try small.files.tokenizer()?.fitted(to: own) }
            return shared
        }
        guard let tokenizer = try small.files.tokenizer()?.fitted(to: own),
            let targetTokenizer = try target.files.tokenizer()
        else {
            // A model without a tokenizer is taken at its size.
            guard own == other else {
                throw small.error(
                    "has a vocabulary of \(own), and the target's has \(other): nothing tells that their tokens are the same "
                        + "where one has no tokenizer")
            }
            return shared
        }
        if let (token, piece, targetPiece) = shared.disagreement(between: tokenizer, and: targetTokenizer) {
            throw small.error(
                "token \(token) is '\(piece)', and '\(targetPiece)' for the target: the vocabularies differ; "
                    + "'vocabulary: any' drafts through the text")
        }
        return shared
    }
}

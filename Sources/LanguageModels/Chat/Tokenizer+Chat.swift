extension Tokenizer {
    /// Checks that the vocabulary has the tokens a chat format is made of.
    ///
    /// - Throws: ``TokenizerError`` naming the missing ones: a model without them was not trained on the format.
    public func validate(_ template: ChatTemplate) throws(TokenizerError) {
        let missing = template.requiredTokens.filter { id(of: $0) == nil }
        guard missing.isEmpty else {
            throw TokenizerError(
                file: source,
                reason: "the chat template \(template.rawValue) needs the tokens \(missing.joined(separator: ", ")), "
                    + "which the vocabulary does not have")
        }
        // A file that does not tell which tokens control the model would have them spelled out, letter by letter.
        let spelled = template.requiredTokens.filter {
            (try? encode($0, addSpecialTokens: false)) != id(of: $0).map { [$0] }
        }
        guard !spelled.isEmpty else { return }
        throw TokenizerError(
            file: source,
            reason:
                "the chat template \(template.rawValue) needs the tokens \(spelled.joined(separator: ", ")), which the "
                + "tokenizer takes for ordinary text")
    }

    /// The ids that end the model's turn in a chat format, as far as the vocabulary has them.
    public func stopIDs(of template: ChatTemplate) -> [Int] {
        template.stopTokens.compactMap { id(of: $0) }
    }
}

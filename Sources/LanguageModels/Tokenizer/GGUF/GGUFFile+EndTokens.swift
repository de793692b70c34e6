extension GGUFFile {
    /// The tokens that end a turn: those that the metadata name, and those known for it by their spelling.
    ///
    /// Files name one end of a text and often no end of a turn, though models have several: a list of them has no place
    /// in the metadata. Spellings count only for tokens that control the model, since `</s>` may also be a tag of HTML.
    /// What separates files or fills gaps in code (`<|file_sep|>`, `<|fim_pad|>`) ends no turn.
    ///
    /// - Returns: Their ids; none where the file has no tokenizer.
    /// - Throws: ``ModelError`` if the metadata name a token that is none.
    public func endTokens() throws(ModelError) -> Set<Int> {
        guard self["tokenizer.ggml.tokens"] != nil else { return [] }
        let vocabulary = try GGUFVocabulary(self)
        var ends: Set<Int> = []
        for key in ["eos_token_id", "eot_token_id", "eom_token_id"] {
            if let id = try vocabulary.id(key) { ends.insert(id) }
        }
        // In gpt-oss's format a message ends with <|end|>, and the turn goes on with the next one.
        let isHarmony = Set(["<|return|>", "<|call|>"]).isSubset(of: vocabulary.tokens)
        let names = GGUFVocabulary.turnEnds.union(["</s>", "<eos>", "<EOT>", "[EOT]", "[EOS]"])
        for (id, token) in vocabulary.tokens.enumerated() where vocabulary.kinds[id] == .control {
            if names.contains(token), !(isHarmony && token == "<|end|>") { ends.insert(id) }
        }
        return ends
    }
}

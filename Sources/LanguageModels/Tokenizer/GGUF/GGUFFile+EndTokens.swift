extension GGUFFile {
    /// The tokens that end a turn: those that the metadata name, and those known for it by their spelling.
    ///
    /// Files name one end of a text and often no end of a turn, though models have several: a list of them has no place
    /// in the metadata. Spellings count only for tokens that are no ordinary text, since `</s>` may also be a tag of HTML.
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
        let harmony = Set(["<|return|>", "<|call|>"])
        let isHarmony = harmony.isSubset(of: vocabulary.tokens)
        for (id, token) in vocabulary.tokens.enumerated() {
            let isEnd =
                switch vocabulary.kinds[id] {
                case .control: Self.namesOfEnds.contains(token) || Self.namesOfControlEnds.contains(token)
                // Some converters take what ends a turn for a token that a user has defined.
                case .userDefined: Self.namesOfEnds.contains(token)
                default: false
                }
            // In gpt-oss's format a message ends so, and the turn goes on with the next one.
            if isEnd, !(isHarmony && token == "<|end|>") { ends.insert(id) }
        }
        return ends
    }

    /// Spellings that stand for nothing but the end of a turn or a text.
    private static let namesOfEnds: Set<String> = [
        "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<|end_of_text|>", "<|end_of_turn|>",
        "<|endofturn|>", "<|return|>", "<|call|>", "<end_of_turn>", "<end_of_utterance>", "<turn|>",
        "<|END_OF_TURN_TOKEN|>", "<｜end▁of▁sentence｜>",
    ]

    /// Spellings that stand for it where the token controls the model.
    private static let namesOfControlEnds: Set<String> = ["</s>", "<eos>", "<EOT>", "[EOT]", "[EOS]"]
}

extension Tokenizer {
    /// The text of token ids.
    ///
    /// - Parameters:
    ///   - ids: The ids; one without a token adds nothing.
    ///   - skipSpecialTokens: Whether special tokens leave no trace in the text.
    /// - Returns: The text. Bytes that form no character become U+FFFD.
    public func decode(_ ids: [Int], skipSpecialTokens: Bool) -> String {
        var decoder = StreamingDecoder(self, skipSpecialTokens: skipSpecialTokens)
        var text = ""
        for id in ids { text += decoder.append(id) }
        return text + decoder.finish()
    }
}

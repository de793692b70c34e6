import JSON

extension GGUFVocabulary {
    /// The `added_tokens`: tokens that stand for themselves, because they control the model or a user has defined them.
    ///
    /// - Parameter stripsRight: Whether a token takes the white space after it.
    /// - Returns: Them in the order of their ids.
    func addedTokens(stripsRight: (Int) -> Bool = { _ in false }) -> [JSONValue] {
        PieceVocabulary.addedTokens(among: tokens, kinds, stripsRight: stripsRight)
    }

    /// The `post_processor`: what stands before and after every text; null where nothing does.
    ///
    /// - Parameters:
    ///   - addsBeginning: Whether the token of the beginning is added where the file does not say.
    ///   - standardBeginning: That token where the file does not say.
    ///   - standardEnd: The token of the end where the file does not say.
    /// - Returns: A template, or null.
    /// - Throws: ``ModelError`` if one is to be added, and there is none.
    func postProcessor(
        addsBeginning: Bool, standardBeginning: Int?, standardEnd: Int?
    ) throws(ModelError) -> JSONValue {
        let adds = (try flag("add_bos_token") ?? addsBeginning, try flag("add_eos_token") ?? false)
        return PieceVocabulary.postProcessor(
            beginning: adds.0 ? try required("bos_token_id", "beginning", standard: standardBeginning) : nil,
            end: adds.1 ? try required("eos_token_id", "end", standard: standardEnd) : nil)
    }

    private func required(_ key: String, _ place: String, standard: Int?) throws(ModelError) -> Int {
        if let id = try id(key) ?? standard, tokens.indices.contains(id) { return id }
        throw ModelError(
            file.path, "adds a token of the \(place), and lacks the metadata entry 'tokenizer.ggml.\(key)'")
    }
}

import JSON

/// A SentencePiece vocabulary with scores in a GGUF file's metadata.
struct GGUFSentencePieces {
    /// The pieces, and how text is rewritten before them.
    let pieces: PieceVocabulary

    private let vocabulary: GGUFVocabulary

    init(_ vocabulary: GGUFVocabulary) throws(ModelError) {
        self.vocabulary = vocabulary
        try vocabulary.requireDistinctTokens()
        pieces = PieceVocabulary(
            pieces: vocabulary.tokens, kinds: vocabulary.kinds, scores: try Self.scores(of: vocabulary),
            byteIDs: try Self.bytes(of: vocabulary),
            unknownID: try vocabulary.id("unknown_token_id") ?? vocabulary.kinds.firstIndex(of: .unknown),
            leadingBlank: try vocabulary.flag("add_space_prefix") ?? true ? .everyStretch : .none,
            removesBlanks: try vocabulary.flag("remove_extra_whitespaces") ?? false, keepsUserPieces: false)
    }

    /// The whole tokenizer but for its model.
    func description() throws(ModelError) -> JSONValue {
        var members = pieces.description
        members["added_tokens"] = .array(vocabulary.addedTokens(stripsRight: stripsRight))
        // The ids that SentencePiece gives where nobody chooses others.
        members["post_processor"] = try vocabulary.postProcessor(
            addsBeginning: true, standardBeginning: 1, standardEnd: 2)
        return .object(sorting: members)
    }

    /// Phi-3's own tokens swallow the white space after them, which no metadata tell.
    private func stripsRight(_ id: Int) -> Bool {
        vocabulary.file["general.architecture"]?.text == "phi3" && vocabulary.kinds[id] == .control
            && !["<s>", "<|endoftext|>"].contains(vocabulary.tokens[id])
    }

    private static func scores(of vocabulary: GGUFVocabulary) throws(ModelError) -> [Double] {
        let key = "tokenizer.ggml.scores"
        let (file, count) = (vocabulary.file, vocabulary.tokens.count)
        guard let value = file[key] else { throw ModelError(file.path, "lacks the metadata entry '\(key)'") }
        guard case .list(let list) = value, let scores = list.numbers, scores.count == count else {
            throw ModelError(file.path, "metadata entry '\(key)' must list \(count) numbers, one for each token")
        }
        if let wrong = scores.firstIndex(where: { !$0.isFinite }) {
            throw ModelError(
                file.path,
                "metadata entry '\(key)' must list finite numbers, and that of token \(wrong) is \(scores[wrong])")
        }
        return scores
    }

    /// The ids of the 256 bytes: tokens spelled `<0x0A>`, of the kind for bytes where the file tells kinds.
    private static func bytes(of vocabulary: GGUFVocabulary) throws(ModelError) -> [Int?] {
        let (ids, misspelled) = PieceVocabulary.byteIDs(among: vocabulary.tokens, vocabulary.kinds)
        if let misspelled {
            throw ModelError(
                vocabulary.file.path,
                "metadata entry 'tokenizer.ggml.tokens' must spell bytes as '<0x0A>', and token \(misspelled) is "
                    + "'\(vocabulary.tokens[misspelled])'")
        }
        return ids
    }
}

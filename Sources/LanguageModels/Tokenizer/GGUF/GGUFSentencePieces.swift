import JSON

/// A SentencePiece vocabulary with scores in a GGUF file's metadata: in the words of `tokenizer.json`, and its model.
struct GGUFSentencePieces {
    private let vocabulary: GGUFVocabulary

    /// Whether every text, and what follows a token that stands for itself, gets a blank in front.
    private let addsBlank: Bool

    /// Whether blanks at a text's ends are left out, and several in a row are one.
    private let removesBlanks: Bool

    init(_ vocabulary: GGUFVocabulary) throws(ModelError) {
        self.vocabulary = vocabulary
        addsBlank = try vocabulary.flag("add_space_prefix") ?? true
        removesBlanks = try vocabulary.flag("remove_extra_whitespaces") ?? false
        try vocabulary.requireDistinctTokens()
    }

    /// The whole tokenizer but for its model.
    func description() throws(ModelError) -> JSONValue {
        var normalizers: [JSONValue] = []
        if removesBlanks {
            normalizers += [replace("Regex", #"\A +| +\z"#, with: ""), replace("Regex", " +", with: " ")]
        }
        if addsBlank { normalizers.append(.object(sorting: ["type": .string("Prepend"), "prepend": .string("▁")])) }
        normalizers.append(replace("String", " ", with: "▁"))
        var decoders = [
            replace("String", "▁", with: " "), .object(sorting: ["type": .string("ByteFallback")]),
            .object(sorting: ["type": .string("Fuse")]),
        ]
        if addsBlank {
            decoders.append(
                .object(sorting: [
                    "type": .string("Strip"), "content": .string(" "), "start": .integer(1), "stop": .integer(0),
                ]))
        }
        return .object(sorting: [
            "normalizer": .object(sorting: ["type": .string("Sequence"), "normalizers": .array(normalizers)]),
            "decoder": .object(sorting: ["type": .string("Sequence"), "decoders": .array(decoders)]),
            "added_tokens": .array(vocabulary.addedTokens(stripsRight: stripsRight)),
            // The ids that SentencePiece gives where nobody chooses others.
            "post_processor": try vocabulary.postProcessor(addsBeginning: true, standardBeginning: 1, standardEnd: 2),
        ])
    }

    private func replace(_ kind: String, _ pattern: String, with content: String) -> JSONValue {
        .object(sorting: [
            "type": .string("Replace"), "pattern": .object(sorting: [kind: .string(pattern)]),
            "content": .string(content),
        ])
    }

    /// Phi-3's own tokens swallow the white space after them, which no metadata tell.
    private func stripsRight(_ id: Int) -> Bool {
        vocabulary.file["general.architecture"]?.text == "phi3" && vocabulary.kinds[id] == .control
            && !["<s>", "<|endoftext|>"].contains(vocabulary.tokens[id])
    }

    /// The pieces with their scores.
    func model() throws(ModelError) -> ScoredPairEncoding {
        let byteIDs = try bytes()
        let used = Set(
            vocabulary.tokens.indices.lazy.filter { vocabulary.kinds[$0] != .unused }
                .map { ExactString(vocabulary.tokens[$0]) })
        let bytes = Set(byteIDs.compactMap(\.self))
        let roles = vocabulary.tokens.indices.map { id -> ScoredPairEncoding.Role in
            switch vocabulary.kinds[id] {
            case .undefined, .normal, .userDefined: bytes.contains(id) ? .other : .text
            case .unused: used.contains(ExactString(vocabulary.tokens[id])) ? .other : .step
            case .unknown, .control, .byte: .other
            }
        }
        return ScoredPairEncoding(
            tokens: vocabulary.tokens, roles: roles, scores: try scores(), byteIDs: byteIDs,
            unknownID: try vocabulary.id("unknown_token_id") ?? vocabulary.kinds.firstIndex(of: .unknown))
    }

    private func scores() throws(ModelError) -> [Double] {
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
    private func bytes() throws(ModelError) -> [Int?] {
        let numbers = Dictionary(uniqueKeysWithValues: (0...0xFF).map { (BytePairEncoding.spelling(ofByte: $0), $0) })
        var ids = [Int?](repeating: nil, count: 0x100)
        let tellsKinds = vocabulary.kinds.contains(.byte)
        for (id, token) in vocabulary.tokens.enumerated() {
            let isByte = vocabulary.kinds[id] == .byte
            guard isByte || (!tellsKinds && vocabulary.kinds[id] == .normal) else { continue }
            if let number = numbers[token] {
                ids[number] = id
            } else if isByte {
                throw ModelError(
                    vocabulary.file.path,
                    "metadata entry 'tokenizer.ggml.tokens' must spell bytes as '<0x0A>', and token \(id) is '\(token)'"
                )
            }
        }
        return ids
    }
}

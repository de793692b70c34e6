import JSON

/// A byte-pair encoding over bytes in a GGUF file's metadata, in the words of `tokenizer.json`.
struct GGUFBytePairs {
    private let vocabulary: GGUFVocabulary
    private let splitting: GGUFSplitting

    init(_ vocabulary: GGUFVocabulary) throws(ModelError) {
        self.vocabulary = vocabulary
        let file = vocabulary.file
        let name = try file.text("tokenizer.ggml.pre")
        guard let splitting = GGUFSplitting(named: name) else {
            throw ModelError(
                file.path,
                "its tokenizer splits text as '\(name)' (metadata entry 'tokenizer.ggml.pre'), which is not known "
                    + "(known: \(GGUFSplitting.names.joined(separator: ", ")))")
        }
        self.splitting = splitting
        try vocabulary.requireDistinctTokens()
    }

    /// The whole tokenizer.
    func description() throws(ModelError) -> JSONValue {
        var members: [String: JSONValue] = [
            "model": try model(),
            "pre_tokenizer": splitting.preTokenizer,
            "decoder": .object(sorting: ["type": .string("ByteLevel")]),
            "added_tokens": .array(vocabulary.addedTokens()),
        ]
        if splitting.composes { members["normalizer"] = .object(sorting: ["type": .string("NFC")]) }
        members["post_processor"] = try vocabulary.postProcessor(
            addsBeginning: splitting.addsBeginning, standardBeginning: nil, standardEnd: nil)
        return .object(sorting: members)
    }

    /// The tokens that text is made of, and their merges.
    private func model() throws(ModelError) -> JSONValue {
        var members: [JSONMember] = []
        var others: Set<ExactString> = []
        for (id, token) in vocabulary.tokens.enumerated() {
            switch vocabulary.kinds[id] {
            case .undefined, .normal, .userDefined, .byte: members.append(JSONMember(token, .integer(id)))
            case .unknown, .control, .unused: others.insert(ExactString(token))
            }
        }
        return .object(sorting: [
            "type": .string("BPE"), "vocab": .object(members), "merges": .array(try merges(besides: others)),
            "ignore_merges": .bool(splitting.ignoresMerges),
        ])
    }

    /// The merges, without those that make a token which no text may make.
    private func merges(besides others: Set<ExactString>) throws(ModelError) -> [JSONValue] {
        let key = "tokenizer.ggml.merges"
        var merges: [JSONValue] = []
        let listed = try vocabulary.file.texts(key)
        guard !listed.isEmpty || vocabulary.tokens.count <= 256 + others.count else {
            throw ModelError(
                vocabulary.file.path, "metadata entry '\(key)' is empty, and tokens are longer than a byte")
        }
        for (number, merge) in listed.enumerated() {
            let scalars = merge.unicodeScalars
            // The first part may itself begin with a blank.
            guard let blank = scalars.dropFirst().firstIndex(of: " ") else {
                throw ModelError(
                    vocabulary.file.path,
                    "metadata entry '\(key)' must list pairs with a blank between, and number \(number) is '\(merge)'")
            }
            let (left, right) = (String(scalars[..<blank]), String(scalars[scalars.index(after: blank)...]))
            if [left, right, left + right].contains(where: { others.contains(ExactString($0)) }) { continue }
            merges.append(.array([.string(left), .string(right)]))
        }
        return merges
    }
}

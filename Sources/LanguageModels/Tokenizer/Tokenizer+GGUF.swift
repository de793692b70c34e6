import JSON

extension Tokenizer {
    /// Reads the tokenizer of a GGUF file's metadata.
    ///
    /// Byte-pair encodings over bytes (`gpt2`) are read: what the metadata say is put into the words of `tokenizer.json`, so
    /// that both kinds of files go one way.
    ///
    /// - Parameter file: The file.
    /// - Throws: ``ModelError`` if the metadata lack a tokenizer, or hold one that is not read; ``TokenizerError`` if its
    ///   parts do not fit each other.
    public init(_ file: GGUFFile) throws {
        let root = try GGUFTokenizer(file).description()
        try self.init(TokenizerComponent(file: file.path, path: "", value: root), source: file.path)
    }
}

/// The tokenizer of a GGUF file's metadata, in the words of `tokenizer.json`.
private struct GGUFTokenizer {
    private let file: GGUFFile
    private let tokens: [String]
    private let kinds: [Int]

    /// What a token is (`tokenizer.ggml.token_type`).
    private enum Kind {
        static let normal = 1
        static let control = 3
        static let userDefined = 4
        static let unused = 5
    }

    /// How text is split before merging, by the name of `tokenizer.ggml.pre`.
    private enum Splitting: String, CaseIterable {
        case gpt2 = "gpt-2"
        case smollm
        case qwen2
        case llamaBPE = "llama-bpe"

        /// Qwen's and Llama 3's expression; they differ in how many digits stand together.
        private static func words(digits: String) -> String {
            #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
                + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        }

        /// The `pre_tokenizer` that splits so, down to bytes.
        var preTokenizer: JSONValue {
            switch self {
            case .gpt2: byteLevel(splits: true)
            case .smollm:
                sequence([
                    .object(sorting: ["type": .string("Digits"), "individual_digits": .bool(true)]),
                    byteLevel(splits: true),
                ])
            case .qwen2: sequence([split(Self.words(digits: #"\p{N}"#)), byteLevel(splits: false)])
            case .llamaBPE: sequence([split(Self.words(digits: #"\p{N}{1,3}"#)), byteLevel(splits: false)])
            }
        }

        private func sequence(_ parts: [JSONValue]) -> JSONValue {
            .object(sorting: ["type": .string("Sequence"), "pretokenizers": .array(parts)])
        }

        private func split(_ expression: String) -> JSONValue {
            .object(sorting: [
                "type": .string("Split"), "pattern": .object(sorting: ["Regex": .string(expression)]),
                "behavior": .string("Isolated"),
            ])
        }

        private func byteLevel(splits: Bool) -> JSONValue {
            .object(sorting: [
                "type": .string("ByteLevel"), "add_prefix_space": .bool(false), "use_regex": .bool(splits),
            ])
        }
    }

    init(_ file: GGUFFile) throws(ModelError) {
        self.file = file
        let model = try file.text("tokenizer.ggml.model")
        guard model == "gpt2" else {
            throw ModelError(file.path, "its tokenizer is of kind '\(model)', which is not read (read: gpt2)")
        }
        tokens = try file.texts("tokenizer.ggml.tokens")
        guard case .list(let list) = file["tokenizer.ggml.token_type"] else {
            kinds = tokens.map { _ in Kind.normal }
            return
        }
        guard let kinds = list.integers, kinds.count == tokens.count else {
            throw ModelError(
                file.path,
                "metadata entry 'tokenizer.ggml.token_type' must list \(tokens.count) whole numbers, one for each token"
            )
        }
        self.kinds = kinds
    }

    /// The whole tokenizer.
    func description() throws(ModelError) -> JSONValue {
        let splitting = try splitting()
        var members: [String: JSONValue] = [
            "model": try model(splitting),
            "pre_tokenizer": splitting.preTokenizer,
            "decoder": .object(sorting: ["type": .string("ByteLevel")]),
            "added_tokens": .array(addedTokens),
        ]
        if splitting == .qwen2 { members["normalizer"] = .object(sorting: ["type": .string("NFC")]) }
        if let beginning = try beginning(splitting) { members["post_processor"] = beginning }
        return .object(sorting: members)
    }

    private func splitting() throws(ModelError) -> Splitting {
        let name = try file.text("tokenizer.ggml.pre")
        guard let splitting = Splitting(rawValue: name) else {
            let known = Splitting.allCases.map(\.rawValue).joined(separator: ", ")
            throw ModelError(file.path, "its tokenizer splits text as '\(name)', which is not known (known: \(known))")
        }
        return splitting
    }

    private func model(_ splitting: Splitting) throws(ModelError) -> JSONValue {
        var seen: Set<ExactString> = []
        var vocabulary: [JSONMember] = []
        for (id, token) in tokens.enumerated() where kinds[id] != Kind.unused {
            guard seen.insert(ExactString(token)).inserted else {
                throw ModelError(file.path, "metadata entry 'tokenizer.ggml.tokens' holds '\(token)' twice")
            }
            if kinds[id] == Kind.normal { vocabulary.append(JSONMember(token, .integer(id))) }
        }
        return .object(sorting: [
            "type": .string("BPE"), "vocab": .object(vocabulary),
            "merges": .array(try file.texts("tokenizer.ggml.merges").map { .string($0) }),
            "ignore_merges": .bool(splitting == .llamaBPE),
        ])
    }

    /// Tokens that stand for themselves: those that control the model, and those that users have defined.
    private var addedTokens: [JSONValue] {
        tokens.indices.filter { kinds[$0] == Kind.control || kinds[$0] == Kind.userDefined }.map { id in
            .object(sorting: [
                "id": .integer(id), "content": .string(tokens[id]), "special": .bool(kinds[id] == Kind.control),
                "normalized": .bool(false),
            ])
        }
    }

    /// What puts the token of the beginning before every text; nil where nothing does.
    private func beginning(_ splitting: Splitting) throws(ModelError) -> JSONValue? {
        // llama.cpp adds it for this splitting unless the file says otherwise.
        var adds = splitting == .llamaBPE
        if case .boolean(let flag) = file["tokenizer.ggml.add_bos_token"] { adds = flag }
        guard adds else { return nil }
        guard let id = file["tokenizer.ggml.bos_token_id"]?.integer, tokens.indices.contains(id) else {
            throw ModelError(file.path, "adds a token of the beginning, and 'tokenizer.ggml.bos_token_id' is no token")
        }
        let name = tokens[id]
        return .object(sorting: [
            "type": .string("TemplateProcessing"),
            "single": .array([
                .object(sorting: ["SpecialToken": .object(sorting: ["id": .string(name)])]),
                .object(sorting: ["Sequence": .object(sorting: ["id": .string("A")])]),
            ]),
            "special_tokens": .object(sorting: [
                name: .object(sorting: ["ids": .array([.integer(id)])])
            ]),
        ])
    }
}

import JSON
import Speculation

/// The tokens of a GGUF file's metadata, and what each is.
struct GGUFVocabulary {
    let file: GGUFFile
    let tokens: [String]

    /// What each is, by its number in `tokenizer.ggml.token_type`.
    let kinds: [PieceKind]

    /// Reads the tokens.
    ///
    /// - Throws: ``ModelError`` if there are none, or a kind is none that the format has.
    init(_ file: GGUFFile) throws(ModelError) {
        self.file = file
        tokens = try file.texts("tokenizer.ggml.tokens")
        let key = "tokenizer.ggml.token_type"
        guard let value = file[key] else {
            kinds = tokens.map { _ in .normal }
            return
        }
        guard case .list(let list) = value, let numbers = list.integers, numbers.count == tokens.count else {
            throw ModelError(
                file.path, "metadata entry '\(key)' must list \(tokens.count) whole numbers, one for each token")
        }
        let kinds = numbers.compactMap { PieceKind(rawValue: $0) }
        guard kinds.count == numbers.count else {
            let wrong = numbers.first { PieceKind(rawValue: $0) == nil } ?? 0
            throw ModelError(file.path, "metadata entry '\(key)' holds \(wrong), and kinds of tokens are 0 to 6")
        }
        self.kinds = zip(tokens, kinds).map { token, kind in
            // Some converters take what parts turns for a user's token, which any message could then spell.
            kind == .userDefined && (Self.turnEnds.contains(token) || token == "<start_of_turn>") ? .control : kind
        }
    }

    /// Spellings that stand for nothing but the end of a turn or a text.
    static let turnEnds: Set<String> = [
        "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<|end_of_text|>", "<|end_of_turn|>",
        "<|endofturn|>", "<|return|>", "<|call|>", "<end_of_turn>", "<end_of_utterance>", "<turn|>",
        "<|END_OF_TURN_TOKEN|>", "<｜end▁of▁sentence｜>",
    ]

    /// Checks that no two tokens in use are spelled alike.
    ///
    /// - Throws: ``ModelError`` naming the token.
    func requireDistinctTokens() throws(ModelError) {
        var seen: Set<ExactString> = []
        for (token, kind) in zip(tokens, kinds) where kind != .unused && !token.isEmpty {
            guard seen.insert(ExactString(token)).inserted else {
                throw ModelError(file.path, "metadata entry 'tokenizer.ggml.tokens' holds '\(token)' twice")
            }
        }
    }

    /// The token that an entry names; nil where there is no such entry.
    ///
    /// - Parameter key: The key without `tokenizer.ggml.`.
    /// - Returns: The token's id.
    /// - Throws: ``ModelError`` if it is no token's id.
    func id(_ key: String) throws(ModelError) -> Int? {
        let key = "tokenizer.ggml.\(key)"
        guard let value = file[key] else { return nil }
        guard let id = value.integer, tokens.indices.contains(id) else {
            let found = value.integer.map(String.init) ?? value.kind
            throw ModelError(
                file.path,
                "metadata entry '\(key)' must be the id of one of \(tokens.count.counting("token")), not \(found)")
        }
        return id
    }

    /// Whether an entry is true; nil where there is no such entry.
    ///
    /// - Parameter key: The key without `tokenizer.ggml.`.
    /// - Returns: What the entry says.
    /// - Throws: ``ModelError`` if it is something else.
    func flag(_ key: String) throws(ModelError) -> Bool? {
        let key = "tokenizer.ggml.\(key)"
        guard let value = file[key] else { return nil }
        guard case .boolean(let flag) = value else {
            throw ModelError(file.path, "metadata entry '\(key)' must be true or false, not \(value.kind)")
        }
        return flag
    }
}

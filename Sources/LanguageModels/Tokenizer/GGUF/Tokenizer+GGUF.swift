extension Tokenizer {
    /// Reads the tokenizer of a GGUF file's metadata.
    ///
    /// Byte-pair encodings over bytes (`gpt2`) and SentencePiece's by scores (`llama`) are read. What the metadata say
    /// is put into the words of `tokenizer.json`, so that both kinds of files go one way; scores have a model of their
    /// own.
    ///
    /// - Parameter file: The file.
    /// - Throws: ``ModelError`` if the metadata lack a tokenizer, or hold one that is not read; ``TokenizerError`` if its
    ///   parts do not fit each other.
    /// - SeeAlso: ``GGUFFile/endTokens()``.
    public init(_ file: GGUFFile) throws {
        let kind = try file.text("tokenizer.ggml.model")
        switch kind {
        case "gpt2":
            let tokenizer = try GGUFBytePairs(GGUFVocabulary(file))
            do {
                try self.init(
                    TokenizerComponent(file: file.path, path: "", value: tokenizer.description()), source: file.path)
            } catch let error as TokenizerError where error.component == "model.merges" {
                // Whoever reads the message has a GGUF file before them.
                throw TokenizerError(
                    file: error.file, reason: "metadata entry 'tokenizer.ggml.merges': \(error.reason)")
            }
        case "llama":
            let tokenizer = try GGUFSentencePieces(GGUFVocabulary(file))
            try self.init(
                TokenizerComponent(file: file.path, path: "", value: tokenizer.description()),
                model: tokenizer.pieces.model, source: file.path)
        default:
            throw ModelError(file.path, "its tokenizer is of kind '\(kind)', which is not read (read: gpt2, llama)")
        }
    }
}

internal import Files
public import Foundation
internal import JSON

extension Tokenizer {
    /// Reads a Hugging Face `tokenizer.json`.
    ///
    /// Read are `model` (byte-pair encoding), `normalizer`, `pre_tokenizer`, `post_processor`, `decoder` and
    /// `added_tokens`. `truncation` and `padding` are left to the caller, as the usual Python front end does.
    ///
    /// - Throws: ``TokenizerError`` when the file cannot be read, or holds a part that is malformed or unknown; the
    ///   message names the part. `JSONError` with line and column when it is no JSON.
    public init(contentsOf file: URL) throws {
        let data: Data
        do {
            data = try RegularFile.contents(of: file)
        } catch {
            throw TokenizerError(
                file: file.path, reason: "the file cannot be read: \(ModelFile.cause(of: error, reading: file))")
        }
        try ModelFile.checkFetched(data, path: file.path)
        try self.init(parsing: data, source: file.path)
    }

    /// Reads the text of a `tokenizer.json`; see ``init(contentsOf:)``.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - source: The file's name for messages.
    /// - Throws: ``TokenizerError`` or `JSONError`.
    public init(parsing bytes: some Sequence<UInt8>, source: String = "tokenizer.json") throws {
        let value = try JSONValue(parsing: bytes, source: source)
        try self.init(TokenizerComponent(file: source, path: "", value: value), source: source)
    }

    /// Puts a tokenizer together from its description.
    ///
    /// - Parameters:
    ///   - root: What a `tokenizer.json` holds.
    ///   - source: What messages call it.
    /// - Throws: ``TokenizerError`` for a part that is malformed or unknown.
    init(_ root: TokenizerComponent, source: String) throws {
        guard let model = root.child("model") else { throw root.fault("the object \"model\" is missing") }
        try self.init(root, model: BytePairEncoding(model), source: source)
    }

    /// Puts a tokenizer together from its description and its model.
    ///
    /// - Parameters:
    ///   - root: What a `tokenizer.json` holds; its model is not looked at.
    ///   - model: The model.
    ///   - source: What messages call it.
    /// - Throws: ``TokenizerError`` for a part that is malformed or unknown.
    init(_ root: TokenizerComponent, model: some SubwordModel, source: String) throws {
        let addedTokens = try root.children("added_tokens").map { component in
            let token = try AddedToken(component)
            if let id = model.id(of: token.content), id != token.id {
                throw component.fault("\"\(token.content)\" has the id \(token.id) here and \(id) in the vocabulary")
            }
            return token
        }
        let postProcessor = try root.child("post_processor").map { component in
            let postProcessor = try PostProcessor(component)
            let known = Set(addedTokens.map(\.id))
            for id in postProcessor.prefix + postProcessor.suffix
            where model.piece(of: id) == nil && !known.contains(id) {
                throw component.fault("it adds the id \(id), which no token has")
            }
            return postProcessor
        }
        try self.init(
            source: source,
            model: model,
            normalizer: try root.child("normalizer").map { try Normalizer($0) },
            preTokenizer: try root.child("pre_tokenizer").map { try PreTokenizer($0) },
            postProcessor: postProcessor ?? PostProcessor(),
            decoders: try root.child("decoder").map { try TokenDecoder.steps($0) } ?? [.spaced],
            addedTokens: addedTokens)
    }
}

internal import JSON

/// Turns text into the token ids a model reads, and ids back into text.
///
/// Everything it does is written in a Hugging Face `tokenizer.json`, or in the metadata of a GGUF file: the vocabulary
/// and its merges or scores, how text is rewritten and cut before them, which tokens are special. A part this toolkit
/// does not have is an error on loading, so a tokenizer that loads gives the same ids as the reference engine.
///
/// - SeeAlso: ``init(contentsOf:)``, ``init(_:)``, ``encode(_:addSpecialTokens:recognisingSpecialTokens:)``,
///   ``decode(_:skipSpecialTokens:)``, ``StreamingDecoder``.
public struct Tokenizer: Sendable {
    /// The file it was read from, for messages.
    public let source: String

    /// One more than the highest id, so that every id is an index below it.
    public let vocabularySize: Int

    let model: any SubwordModel
    let normalizer: Normalizer?
    let preTokenizer: PreTokenizer?
    let postProcessor: PostProcessor
    let decoders: [TokenDecoder]

    /// The added tokens in file order.
    let addedTokens: [AddedToken]

    /// Finds the added tokens that stand in the text as written.
    let writtenTokens: AddedTokenFinder

    /// Finds the added tokens that stand in the normalized text.
    let normalizedTokens: AddedTokenFinder

    private let addedByID: [Int: AddedToken]
    private let addedByContent: [ExactString: Int]

    init(
        source: String, model: any SubwordModel, normalizer: Normalizer?, preTokenizer: PreTokenizer?,
        postProcessor: PostProcessor, decoders: [TokenDecoder], addedTokens: [AddedToken]
    ) throws {
        self.source = source
        self.model = model
        self.normalizer = normalizer
        self.preTokenizer = preTokenizer
        self.postProcessor = postProcessor
        self.decoders = decoders
        self.addedTokens = addedTokens
        writtenTokens = AddedTokenFinder(addedTokens.filter { !$0.isNormalized }) { $0 }
        let normalized = addedTokens.filter(\.isNormalized)
        let budget = RewritingBudget(length: normalized.reduce(0) { $0 + $1.content.utf8.count }, file: source)
        normalizedTokens = try AddedTokenFinder(normalized) { try normalizer?.normalize($0, within: budget) ?? $0 }
        addedByID = Dictionary(addedTokens.map { ($0.id, $0) }) { $1 }
        addedByContent = Dictionary(addedTokens.map { (ExactString($0.content), $0.id) }) { $1 }
        vocabularySize = 1 + max(model.highestID, addedTokens.map(\.id).max() ?? -1)
    }

    /// A token as the vocabulary spells it ("Ġthe", "▁the", "<0x0A>"); nil when no token has this id.
    public func piece(of id: Int) -> String? {
        addedByID[id]?.content ?? model.piece(of: id)
    }

    /// The id of a token as the vocabulary spells it; nil when it has none.
    public func id(of piece: String) -> Int? {
        addedByContent[ExactString(piece)] ?? model.id(of: piece)
    }

    /// The text a token adds in the middle of a text; bytes that are no whole character show as U+FFFD.
    public func text(of id: Int) -> String {
        var decoder = StreamingDecoder(self, skipSpecialTokens: false, isContinuing: true)
        return decoder.append(id) + decoder.finish()
    }

    /// The special tokens and their ids, in file order.
    public var specialTokens: [(piece: String, id: Int)] {
        addedTokens.filter(\.isSpecial).map { ($0.content, $0.id) }
    }

    /// The ids that are put before every text where special tokens are asked for, usually that of its beginning.
    public var tokensBeforeText: [Int] { postProcessor.prefix }

    /// Tells whether a token controls the model rather than stands for text.
    public func isSpecial(_ id: Int) -> Bool {
        addedByID[id]?.isSpecial == true
    }

    /// The tokenizer without the special tokens that a model has no embedding for, such as a pad token that was added behind
    /// the table's end: text never needs them.
    ///
    /// - Parameter modelSize: The number of rows of the model's embedding.
    /// - Returns: The tokenizer for this model, the left-out tokens said once in a process.
    /// - Throws: ``TokenizerError`` if another token is beyond the table, or a text gets one of those put around it.
    public func fitted(to modelSize: Int) throws -> Tokenizer {
        guard vocabularySize > modelSize, model.highestID < modelSize else {
            try validate(vocabularySize: modelSize)
            return self
        }
        let around = Set(postProcessor.prefix + postProcessor.suffix)
        let needless = addedTokens.filter { $0.id >= modelSize && $0.isSpecial && !around.contains($0.id) }
        let kept = addedTokens.filter { token in !needless.contains { $0.id == token.id } }
        let fitting = try Tokenizer(
            source: source, model: model, normalizer: normalizer, preTokenizer: preTokenizer,
            postProcessor: postProcessor, decoders: decoders, addedTokens: kept)
        try fitting.validate(vocabularySize: modelSize)
        for token in needless {
            ModelRemark.say(
                "\(source): the special token \"\(token.content)\" is left out: its id \(token.id) is beyond the model's "
                    + "vocabulary of \(modelSize)")
        }
        return fitting
    }

    /// Checks that a model has an embedding for every id this tokenizer may produce.
    ///
    /// - Parameter modelSize: The number of rows of the model's embedding. It may be larger than the tokenizer's,
    ///   as many models pad it.
    /// - Throws: ``TokenizerError`` naming the file, the token with the highest id, and both numbers.
    public func validate(vocabularySize modelSize: Int) throws(TokenizerError) {
        guard vocabularySize > modelSize else { return }
        let highest = vocabularySize - 1
        throw TokenizerError(
            file: source,
            reason: "the token \"\(piece(of: highest) ?? "")\" has the id \(highest), beyond the model's vocabulary of "
                + "\(modelSize); the tokenizer does not belong to this model")
    }
}

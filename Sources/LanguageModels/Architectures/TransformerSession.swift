public import Speculation
public import Tensors

/// One sequence of a transformer: its KV cache, and what its latest pass left behind.
public struct TransformerSession: Sendable {
    /// The model.
    public let model: Transformer

    /// Committed and provisional keys and values.
    public var cache: KeyValueCache

    /// What the latest pass left behind.
    var results: PassResults

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - request: Which hidden states to capture.
    ///   - slots: How many tokens to make room for at once; more is made as it is needed.
    /// - Throws: ``ModelError`` if a requested layer does not exist.
    public init(
        _ model: Transformer, capturing request: FeatureRequest = FeatureRequest(), slots: Int = 0
    ) throws {
        let configuration = model.configuration
        if let layer = request.layers.first(where: { $0 < 0 || $0 > configuration.layerCount }) {
            throw model.error(
                "has \(configuration.layerCount.counting("layer")), and the input of layer \(layer) was asked for")
        }
        self.model = model
        cache = KeyValueCache(
            layers: configuration.layerCount, heads: configuration.heads, format: model.keyValues,
            slots: slots)
        results = PassResults(of: model, capturing: request)
    }

    /// The logits of the latest pass, `[rows that got any, vocabularySize]`.
    public var logits: Matrix { results.logits }

    /// The inputs of the requested layers in the latest pass, side by side in the requested order,
    /// `[rows, layers · hiddenSize]`.
    public var layerStates: Matrix { results.layerStates }

    /// The states after the final norm in the latest pass, `[rows, hiddenSize]`, if requested or if all rows got logits.
    public var finalStates: Matrix { results.finalStates }

    /// Passes tokens through all layers; keys and values are written but not committed.
    ///
    /// - Parameters:
    ///   - tokens: `[rows]`, each below the vocabulary's size.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - rows: Which rows get logits.
    /// - Throws: ``ModelError`` if a token has no embedding or the logits are not finite.
    public mutating func run(_ tokens: [Token], in batch: LayerBatch, logits rows: LogitRows) throws {
        try run(tokens, in: batch, logits: rows, readingAtOnce: tokens.count)
    }

    /// The largest number of tokens that this sequence may come to have: the context, unless the model turns long texts
    /// otherwise and this one began as a short one.
    ///
    /// - Parameter count: How many tokens are read at once, if none has been yet.
    /// - Returns: The number.
    public func limit(readingAtOnce count: Int) -> Int {
        let (whole, beginning) = (model.configuration.contextLimit, cache.length == 0 ? count : cache.beginning)
        return model.shortTextLimit.map { beginning > $0 ? whole : min($0, whole) } ?? whole
    }

    /// Refuses what a short text cannot grow to.
    func checkGrowth(to length: Int, readingAtOnce count: Int) throws {
        let limit = limit(readingAtOnce: count)
        guard length > limit, limit < model.configuration.contextLimit else { return }
        throw model.error(
            "a text that began with \(cache.length == 0 ? count : cache.beginning) tokens cannot grow to \(length): beyond "
                + "\(limit) the model rotates all of a text otherwise (longrope), so give it a longer prompt at once")
    }

    /// Whether a text of some length that begins like this one would have other keys: one that outgrows a `longrope`'s short
    /// texts, or that was taken back into what it began with.
    func turnsOtherwise(at length: Int) -> Bool {
        guard cache.length > 0 else { return false }
        if let limit = model.shortTextLimit, (cache.beginning > limit) != (length > limit) { return true }
        return isWithinBeginning
    }

    /// Whether the text was taken back into a beginning that is rotated by its length.
    private var isWithinBeginning: Bool {
        guard cache.length > 0, cache.length < cache.beginning, let context = model.trainedContext else { return false }
        return cache.beginning > context
    }

    /// Refuses to go on with keys that a text which begins like this one would not have.
    func checkBeginning() throws {
        guard isWithinBeginning, let context = model.trainedContext else { return }
        throw model.error(
            "a text that began with \(cache.beginning.counting("token")) cannot be taken back to \(cache.length) and go on: texts that begin "
                + "beyond \(context) are rotated otherwise, so begin it anew")
    }

    /// Passes tokens, of which so many more follow at once where they are the first.
    mutating func run(
        _ tokens: [Token], in batch: LayerBatch, logits rows: LogitRows, readingAtOnce count: Int
    ) throws {
        try model.checkVocabulary(tokens)
        try checkGrowth(to: Int(batch.positions.max() ?? 0) + 1, readingAtOnce: count)
        if cache.length == 0 { cache.beginning = count }
        var pass = model.passes.take(for: model)
        defer { model.passes.give(pass) }
        pass.borrow(&cache)
        pass.run(tokens, in: batch, of: model, logits: rows, into: &results)
        pass.giveBack(&cache)
        guard rows == .none || results.logits.isFinite() else { throw model.explainNonFinite() }
    }
}

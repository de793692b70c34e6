public import Speculation
public import Tensors

/// Several independent sequences of a transformer that grow together, a token each in every pass.
///
/// A pass reads all weights once, whatever the number of sequences, which is what makes it faster than one sequence
/// after another. Every sequence keeps its own keys and values, and no row's result depends on its neighbours: each
/// gets the very logits that plain decoding gives it alone.
public struct SequenceBatch: Sendable {
    /// The model.
    public let model: Transformer

    /// The logits of the latest ``advance(with:)``, `[count, vocabularySize]`.
    public private(set) var logits: Matrix

    private var caches: [KeyValueCache] = []
    private var reader: TransformerSession
    private var stream: Matrix
    private var finalStates: Matrix
    private var scratch: DecoderLayer.Scratch
    private var rotary: RotaryTable

    /// Makes a batch without sequences.
    ///
    /// - Parameter model: The model of all of them.
    /// - Throws: Nothing that a sound model could cause.
    public init(_ model: Transformer) throws {
        let configuration = model.configuration
        self.model = model
        reader = try TransformerSession(model)
        logits = Matrix(rows: 0, columns: configuration.vocabularySize)
        stream = Matrix(rows: 0, columns: configuration.hiddenSize)
        finalStates = stream
        scratch = DecoderLayer.Scratch(configuration)
        rotary = model.rotary
    }

    /// The number of sequences.
    public var count: Int { caches.count }

    /// Adds a sequence behind the others, and reads its prompt as plain decoding does.
    ///
    /// - Parameter prompt: At least one token.
    /// - Returns: The logits after the prompt, `[vocabularySize]`.
    /// - Throws: ``ModelError`` if the prompt is empty or longer than the context, if a token has no embedding, or if
    ///   the logits are not finite.
    public mutating func append(_ prompt: [Token]) throws -> ArraySlice<Float> {
        let configuration = model.configuration
        defer { reader.cache = KeyValueCache(layers: configuration.layerCount, shape: configuration.attentionShape) }
        try reader.read(prompt)
        caches.append(reader.cache)
        return reader.logits[0]
    }

    /// Removes a sequence; those behind it move up.
    ///
    /// - Parameter place: `0 ..< count`.
    public mutating func remove(at place: Int) { caches.remove(at: place) }

    /// Appends a token to every sequence, and computes the logits that follow.
    ///
    /// - Parameter tokens: One for each sequence, in their order.
    /// - Throws: ``ModelError`` if a sequence has no room left, if a token has no embedding, or if the logits are not
    ///   finite.
    public mutating func advance(with tokens: [Token]) throws {
        precondition(tokens.count == count, "\(tokens.count) tokens for \(count) sequences")
        let configuration = model.configuration
        if let stranger = tokens.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
            throw model.error("token \(stranger) is outside the vocabulary of \(configuration.vocabularySize)")
        }
        if caches.contains(where: { $0.length >= configuration.contextLimit }) {
            throw model.error("a sequence would exceed the context of \(configuration.contextLimit)")
        }
        guard count > 0 else { return }
        let step = SequenceStep(after: caches.map(\.length))
        model.embedding.lookUp(tokens, into: &stream)
        for (layer, weights) in model.layers.enumerated() {
            weights.apply(
                &stream, in: step, layer: layer, caches: &caches, rotary: &rotary, scratch: &scratch)
        }
        for sequence in caches.indices { caches[sequence].append(1) }
        model.finalNorm.apply(stream, into: &finalStates)
        model.outputHead.multiply(finalStates, into: &logits, by: .rowExact)
        guard logits.isFinite() else { throw model.explainNonFinite() }
    }
}

public import Speculation
import Tensors

/// A transformer as the target of speculative decoding.
public struct TransformerTarget: Target {
    /// The model; drafts that share its embedding table find it here.
    public let model: Transformer

    /// Makes a target of a model.
    public init(_ model: Transformer) {
        self.model = model
    }

    /// The number of tokens it knows.
    public var vocabularySize: Int { model.configuration.vocabularySize }

    /// The largest number of tokens of one sequence.
    public var contextLimit: Int { model.configuration.contextLimit }

    /// Starts a sequence.
    ///
    /// - Parameter features: Which hidden states to hand out for committed tokens.
    /// - Returns: A session without any token.
    /// - Throws: ``ModelError`` if a requested layer does not exist.
    public func begin(providing features: FeatureRequest?) throws -> any TargetSession {
        try TransformerTargetSession(model, features: features)
    }
}

/// One sequence of a ``TransformerTarget``.
struct TransformerTargetSession: TargetSession {
    private var session: TransformerSession
    private let features: FeatureRequest?

    init(_ model: Transformer, features: FeatureRequest?) throws {
        self.features = features
        session = try TransformerSession(model, capturing: features ?? FeatureRequest())
    }

    mutating func prefill(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?) {
        let width = session.model.configuration.hiddenSize
        var layerStates = Matrix(rows: tokens.count, columns: session.layerStates.columns)
        var finalStates = Matrix(rows: features?.finalState == true ? tokens.count : 0, columns: width)
        try session.read(tokens) { piece, session in
            for (row, place) in piece.enumerated() where features != nil {
                layerStates.copyRow(place, from: session.layerStates, row: row)
                if finalStates.rows > 0 { finalStates.copyRow(place, from: session.finalStates, row: row) }
            }
        }
        let gathered = features.map { _ in LayerFeatures(layerStates: layerStates, finalStates: finalStates) }
        return (scores(), gathered)
    }

    mutating func score(_ tree: TokenTree) throws -> TreeScores {
        let length = session.cache.length
        let limit = session.model.configuration.contextLimit
        guard length + tree.deepest < limit else {
            throw session.model.error(
                "a tree of depth \(tree.deepest) after \(length) tokens exceeds the context of \(limit)")
        }
        let batch = LayerBatch.tree(past: length, parents: tree.parents, depths: tree.depths)
        try session.run(tree.tokens, in: batch, logits: .all)
        return scores()
    }

    mutating func keep(_ path: [Int]) throws -> (any TargetFeatures)? {
        session.cache.keep(path)
        guard let features else { return nil }
        return LayerFeatures(
            layerStates: features.layers.isEmpty ? session.layerStates : session.layerStates.gathering(path),
            finalStates: features.finalState
                ? session.finalStates.gathering(path) : Matrix(rows: 0, columns: session.finalStates.columns))
    }

    private func scores() -> TreeScores {
        TreeScores(logits: session.logits.values, vocabularySize: session.model.configuration.vocabularySize)
    }
}

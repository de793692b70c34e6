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

    /// The features of the path kept last, and the batch of the tree scored last; both are made anew in place.
    private var states: Matrix
    private var batch = LayerBatch()

    init(_ model: Transformer, features: FeatureRequest?) throws {
        self.features = features
        session = try TransformerSession(model, capturing: features ?? FeatureRequest())
        let captured = (features?.layers.count ?? 0) + (features?.finalState == true ? 1 : 0)
        states = Matrix(rows: 0, columns: captured * model.configuration.hiddenSize)
    }

    mutating func append(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?) {
        guard let features else {
            try session.read(tokens)
            return (scores(), nil)
        }
        if tokens.count <= TransformerSession.rowsOfPiece && !features.finalState {
            try session.read(tokens)
            return (scores(), LayerFeatures(states: session.takeLayerStates()))
        }
        var prompt = Matrix(rows: tokens.count, columns: states.columns)
        try session.read(tokens) { piece, session in
            for (row, place) in piece.enumerated() { session.copyCaptured(row, to: &prompt, row: place) }
        }
        return (scores(), LayerFeatures(states: prompt))
    }

    mutating func score(_ tree: TokenTree) throws -> TreeScores {
        let length = session.cache.length
        let limit = session.model.configuration.contextLimit
        guard length + tree.deepest < limit else {
            throw session.model.error(
                "a tree of depth \(tree.deepest) after \(length) tokens exceeds the context of \(limit)")
        }
        batch.become(treeAfter: length, parents: tree.parents, depths: tree.depths)
        try session.run(tree.tokens, in: batch, logits: .all)
        return scores()
    }

    mutating func keep(_ path: [Int]) throws -> (any TargetFeatures)? {
        session.cache.keep(path)
        guard features != nil else { return nil }
        states.resize(rows: path.count)
        for (row, node) in path.enumerated() { session.copyCaptured(node, to: &states, row: row) }
        return LayerFeatures(states: states)
    }

    mutating func rewind(to count: Int) { session.cache.rewind(to: count) }

    private func scores() -> TreeScores {
        TreeScores(logits: session.logits.values, vocabularySize: session.model.configuration.vocabularySize)
    }
}

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

    /// Scores one tree for each of several sequences, all in one pass.
    ///
    /// - Parameters:
    ///   - trees: One for each session.
    ///   - sessions: Different sessions of this target.
    /// - Returns: For each session what scoring its tree alone gives, to the bit.
    public func score(
        _ trees: [TokenTree], in sessions: inout [any TargetSession]
    ) -> [Result<TreeScores, any Error>] {
        let sequences = sessions.map { session in
            guard let sequence = session as? TransformerTargetSession else {
                preconditionFailure("a session of another target")
            }
            return sequence
        }
        return TransformerTargetSession.score(trees, in: sequences)
    }
}

import Foundation
public import Speculation

/// A target that follows a ``ScriptedLaw``, with a session that insists on the contract.
public struct ScriptedTarget: Target {
    /// What it believes at temperature 1.
    public let law: ScriptedLaw

    /// The largest number of tokens of one sequence.
    public let contextLimit: Int

    /// Makes a target.
    ///
    /// - Parameters:
    ///   - law: What it believes at temperature 1.
    ///   - contextLimit: The largest number of tokens of one sequence.
    public init(_ law: ScriptedLaw, contextLimit: Int = 1_000) {
        self.law = law
        self.contextLimit = contextLimit
    }

    /// The number of tokens it knows.
    public var vocabularySize: Int { law.vocabularySize }

    /// Starts a sequence; whichever features are asked for, it hands out the tokens themselves.
    public func begin(providing features: FeatureRequest?) throws -> any TargetSession {
        ScriptedTargetSession(target: self, givesFeatures: features != nil)
    }

    /// The logits after a history, `[vocabularySize]`.
    public func logits(after history: [Token]) -> [Float] {
        law.probabilities(history).map { Float(log($0)) }
    }

    /// The distribution that decoding should follow after a history, `[vocabularySize]`.
    ///
    /// - Parameters:
    ///   - history: The tokens so far.
    ///   - sampling: How tokens are drawn.
    /// - Returns: The warped distribution of the logits as they are handed out.
    public func distribution(after history: [Token], _ sampling: SamplingRule) -> [Double] {
        sampling.distribution(of: logits(after: history)[...])
    }
}

/// The tokens of newly committed positions, in place of hidden states.
public struct ScriptedFeatures: TargetFeatures, Equatable {
    /// The committed tokens.
    public let tokens: [Token]

    /// There is nothing to choose among.
    public func selecting(_ wanted: FeatureRequest, of asked: FeatureRequest) -> any TargetFeatures { self }
}

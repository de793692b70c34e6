public import Speculation

/// A target with one way of drafting, building trees and verifying: everything that does not change with the sequence.
public struct DecodingEngine: Sendable {
    /// The model whose output is reproduced.
    public let target: any Target

    /// Proposes continuations; nil for plain decoding.
    public let draft: (any DraftPolicy)?

    /// Shapes the draft tree, nil for plain decoding; each sequence decodes with a copy.
    public let builder: (any TreeBuilder)?

    /// Decides what is accepted.
    public let verifier: any Verifier

    /// How tokens are drawn from the target.
    public let sampling: SamplingRule

    /// What rounds cost and bring; nil unless the builder asks for costs (``TreeTraits/costs``).
    public var experience: SharedExperience?

    /// Puts an engine together.
    ///
    /// - Parameters:
    ///   - target: The model whose output is reproduced.
    ///   - draft: Proposes continuations; nil for plain decoding.
    ///   - builder: Shapes the draft tree; nil for plain decoding.
    ///   - verifier: Decides what is accepted.
    ///   - sampling: How tokens are drawn from the target.
    ///   - experience: What rounds cost and bring, for a builder that asks for costs.
    public init(
        target: any Target, draft: (any DraftPolicy)?, builder: (any TreeBuilder)?, verifier: any Verifier,
        sampling: SamplingRule, experience: SharedExperience? = nil
    ) {
        self.target = target
        self.draft = draft
        self.builder = builder
        self.verifier = verifier
        self.sampling = sampling
        self.experience = experience
    }

    /// Plain decoding: one token for each pass of the target, drawn from it.
    ///
    /// - Parameters:
    ///   - target: The model.
    ///   - sampling: How tokens are drawn from it.
    public init(plainly target: any Target, sampling: SamplingRule) {
        self.init(target: target, draft: nil, builder: nil, verifier: PlainDraw(), sampling: sampling)
    }
}

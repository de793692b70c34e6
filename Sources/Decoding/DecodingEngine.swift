public import Speculation

/// A target with one way of drafting, building trees and verifying: everything that does not change with the sequence.
public struct DecodingEngine: Sendable {
    /// The model whose output is reproduced.
    public let target: any Target

    /// Proposes continuations; nil for plain decoding.
    public let draft: (any DraftPolicy)?

    /// Shapes the draft tree, nil for plain decoding; each sequence decodes with a copy, which a builder that remembers
    /// sequences (``/Speculation/TreeTraits/remembersSequences``) hands on to the next.
    public var builder: (any TreeBuilder)? {
        didSet { succession = BuilderSuccession(builder) }
    }

    /// Decides what is accepted.
    public let verifier: any Verifier

    /// How tokens are drawn from the target.
    public let sampling: SamplingRule

    /// What builders have learned, shared by all copies of this engine.
    private(set) var succession: BuilderSuccession

    /// Puts an engine together.
    ///
    /// - Parameters:
    ///   - target: The model whose output is reproduced.
    ///   - draft: Proposes continuations; nil for plain decoding.
    ///   - builder: Shapes the draft tree; nil for plain decoding.
    ///   - verifier: Decides what is accepted.
    ///   - sampling: How tokens are drawn from the target.
    public init(
        target: any Target, draft: (any DraftPolicy)?, builder: (any TreeBuilder)?, verifier: any Verifier,
        sampling: SamplingRule
    ) {
        self.target = target
        self.draft = draft
        self.builder = builder
        self.verifier = verifier
        self.sampling = sampling
        succession = BuilderSuccession(builder)
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

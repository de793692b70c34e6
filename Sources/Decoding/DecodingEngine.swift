public import Speculation

/// A target with one way of drafting, building trees and verifying: everything that requests have in common.
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

    /// What builders have learned, shared by all copies of this engine.
    private(set) var succession: BuilderSuccession

    /// Puts an engine together.
    ///
    /// - Parameters:
    ///   - target: The model whose output is reproduced.
    ///   - draft: Proposes continuations; nil for plain decoding.
    ///   - builder: Shapes the draft tree; nil for plain decoding.
    ///   - verifier: Decides what is accepted.
    public init(
        target: any Target, draft: (any DraftPolicy)?, builder: (any TreeBuilder)?, verifier: any Verifier
    ) {
        self.target = target
        self.draft = draft
        self.builder = builder
        self.verifier = verifier
        succession = BuilderSuccession(builder)
    }

    /// Plain decoding: one token for each pass of the target, drawn from it.
    ///
    /// - Parameter target: The model.
    public init(plainly target: any Target) {
        self.init(target: target, draft: nil, builder: nil, verifier: PlainDraw())
    }
}

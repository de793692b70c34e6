/// What a draft is trained for: turns one training sequence into a loss.
///
/// The trainer has no branches: it prepares a ``TrainingBench`` for each sequence, and the objective alone decides
/// what to take from it. Cross-entropy with training-time test takes unrolled steps; GTO takes the trees that the
/// strategy's own builder grows from the current and the frozen reference draft, and the target's opinion of them.
public protocol Objective: Sendable {
    /// What the trainer must prepare.
    var traits: ObjectiveTraits { get }

    /// The loss of one sequence, built from the bench's differentiable values.
    ///
    /// - Parameters:
    ///   - sequence: The tokens and which of them count.
    ///   - bench: Runs the drafts, the builder and the target on this sequence.
    ///   - random: The only source of chance, for example of group positions.
    /// - Returns: The terms of the loss by name; the trainer minimises their sum and logs each.
    /// - Throws: Whatever the bench throws.
    func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>]
}

/// What the trainer must prepare for an objective.
public struct ObjectiveTraits: Sendable, Hashable {
    /// How many steps of the draft are unrolled on its own outputs (training-time test); at least 1.
    public var unrolledSteps: Int

    /// Whether a frozen copy of the starting draft is kept beside the trained one.
    public var needsReferenceDraft: Bool

    /// Whether it looks at the trees that the strategy's builder grows, which training grows of the most probable tokens.
    public var growsTrees: Bool

    /// Describes an objective.
    ///
    /// - Parameters:
    ///   - unrolledSteps: How many steps of the draft are unrolled on its own outputs.
    ///   - needsReferenceDraft: Whether a frozen copy of the starting draft is kept.
    ///   - growsTrees: Whether it looks at the trees that the strategy's builder grows.
    public init(unrolledSteps: Int, needsReferenceDraft: Bool, growsTrees: Bool = false) {
        self.unrolledSteps = unrolledSteps
        self.needsReferenceDraft = needsReferenceDraft
        self.growsTrees = growsTrees
    }
}

/// Proposes likely continuations: an EAGLE-3 head, a small model, prompt lookup, several of them merged.
///
/// A policy is immutable and shared: weights, tables, options. Whatever changes with the sequence lives in the
/// ``DraftSession`` that it begins. How children are chosen and whether they carry probabilities is declared by its
/// ``DraftRecipe``, before any weight is read.
public protocol DraftPolicy: Sendable {
    /// The target's hidden states that its sessions need for every committed token; nil for none.
    var features: FeatureRequest? { get }

    /// Starts a sequence; the prompt follows as the session's first commitment.
    func begin() throws -> any DraftSession
}

/// One sequence of a draft.
///
/// The builder drives and the draft answers. In each round ``expand(_:of:)`` is first asked for the root's children,
/// then for those of nodes it has proposed itself, as often as the builder likes; then ``commit(_:)`` tells what the
/// target accepted, and whatever the session kept for the tree is void.
///
/// A session may keep the candidates that it returns and write the next ones in their place; being values, they never
/// change in the hands of a caller who holds on to them. So rounds need not allocate.
public protocol DraftSession {
    /// Proposes children of nodes of a growing tree.
    ///
    /// A one-pass draft (Medusa) answers each depth from the same forward pass; a retrieving one from its fragments.
    ///
    /// - Parameters:
    ///   - frontier: Which nodes, and how many children at most below each.
    ///   - tree: The tree grown so far in this round, not pruned.
    /// - Returns: The children, best first below each parent; fewer than asked for, or none, where there are no more.
    /// - Throws: If the draft's model yields numbers that are not finite.
    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates

    /// Hears which tokens have become part of the sequence: once for the prompt, then once a round.
    mutating func commit(_ commitment: Commitment) throws
}

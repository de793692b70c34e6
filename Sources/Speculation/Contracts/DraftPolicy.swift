/// Proposes likely continuations: an EAGLE-3 head, a small model, prompt lookup, several of them merged.
///
/// A policy is immutable and shared: weights, tables, options. Whatever changes with the sequence lives in the
/// ``DraftSession`` that it begins. How children are chosen and whether they carry probabilities is declared by its
/// ``DraftRecipe``, before any weight is read.
public protocol DraftPolicy: Sendable {
    /// The target's hidden states that its sessions need for every committed token; nil for none.
    var features: FeatureRequest? { get }

    /// How many drafts it is merged of, each of which a builder may ask alone (``Frontier/source``); 1 unless given.
    var sourceCount: Int { get }

    /// What is odd about its files and changes what it proposes, in a sentence each; none unless given.
    var remarks: [String] { get }

    /// Starts a sequence; the prompt follows as the session's first commitments, in one piece or several.
    ///
    /// - Parameter beginning: How the target's tokens are drawn, a source of chance, and limits.
    /// - Returns: A session without any token. Two that begin alike and hear the same propose the same.
    /// - Throws: If there is no memory or model for it.
    func begin(_ beginning: DraftBeginning) throws -> any DraftSession
}

extension DraftPolicy {
    /// One.
    public var sourceCount: Int { 1 }

    /// Nothing.
    public var remarks: [String] { [] }
}

/// One sequence of a draft.
///
/// The builder drives and the draft answers. A round begins with ``beginRound()``. ``expand(_:of:)`` first proposes the
/// root's children, then those of other nodes, as often as the builder likes and for each node once. Where several drafts grow
/// one tree, a node need not be one that this draft proposed. Then ``commit(_:)`` tells what the target accepted, and whatever
/// the session kept for the tree is void. A round in which the builder grows nothing is no more than a commitment. Between
/// rounds ``rewind(to:for:)`` begins another answer of the same conversation.
///
/// A session may keep the candidates that it returns and write the next ones in their place; being values, they never
/// change in the hands of a caller who holds on to them. So rounds need not allocate.
public protocol DraftSession {
    /// Hears that a tree begins to grow from the token announced last.
    mutating func beginRound()

    /// Proposes children of nodes of a growing tree.
    ///
    /// Each node is expanded once, after its parent: anything else is a caller's mistake, which a session may trap. Of a draft
    /// that is merged of several, each may be asked alone (``Frontier/source``), and expands a node once.
    ///
    /// A one-pass draft (Medusa) answers each depth from the same forward pass; a retrieving one from its fragments.
    ///
    /// - Parameters:
    ///   - frontier: Which nodes, and how many children at most below each.
    ///   - tree: The tree grown so far in this round, not pruned.
    /// - Returns: The children, best first below each parent; fewer than asked for, or none, where there are no more.
    /// - Throws: If the draft's model yields numbers that are not finite.
    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates

    /// Hears which tokens have become part of the sequence: for each piece of a prompt, then once a round.
    ///
    /// A session that keeps what it has yet to read keeps a bounded number of features, and reads before they are more.
    mutating func commit(_ commitment: Commitment) throws

    /// Begins another answer to a text that begins like this one: forgets the committed tokens beyond a number of them.
    ///
    /// From here on the session proposes what one would that began anew and heard the retained tokens.
    ///
    /// - Parameters:
    ///   - count: How many tokens to retain, at most as many as are committed. The token after them stays as it was
    ///     announced; the next commitment begins with it.
    ///   - beginning: How the answer's tokens are drawn, a source of chance, and limits.
    mutating func rewind(to count: Int, for beginning: DraftBeginning)
}

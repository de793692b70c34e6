/// Decides the shape of the draft tree: which nodes to grow next and which to keep.
///
/// A round calls ``nextFrontier(of:in:)`` until the tree is grown, then ``prune(_:in:)``. A builder is a value. Each sequence
/// decodes with a copy of its own, so a builder may learn from round to round in plain stored properties
/// (``observe(_:)``), and keep the frontier and the tree that it returns there, to make the next ones in the same memory.
/// What it has learned serves later sequences too if it says so (``TreeTraits/remembersSequences``).
public protocol TreeBuilder: Sendable {
    /// What it needs from a draft, and how large its trees can become.
    var traits: TreeTraits { get }

    /// Begins a sequence, and tells whether it may come to use the draft: always, unless implemented.
    ///
    /// Called once, before the prompt is read. Where the answer is no, the sequence is decoded plainly to its end, and
    /// nobody keeps what a draft would read.
    ///
    /// - Parameter situation: The prompt's length as the context's, and the limits.
    /// - Returns: Whether to get the draft ready.
    mutating func begin(in situation: RoundSituation) -> Bool

    /// The nodes to grow next, or nil when the tree is grown.
    ///
    /// Called first with the root alone. When the draft has no children for a frontier, growing ends as well, unless one of
    /// several merged drafts was asked alone (``Frontier/source``): there may be others to ask.
    ///
    /// - Parameters:
    ///   - tree: The tree grown so far in this round, all candidates included.
    ///   - situation: The context's length and the limits.
    /// - Returns: Nodes and widths, or nil to end growth.
    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier?

    /// The part of the grown tree that the target shall score; the tree as it is, unless implemented.
    ///
    /// - Parameters:
    ///   - tree: The tree as grown.
    ///   - situation: The context's length and the limits.
    /// - Returns: A selection of the tree that keeps the root.
    mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree

    /// Hears what a round brought and took; learns nothing unless implemented.
    mutating func observe(_ round: ObservedRound)
}

extension TreeBuilder {
    /// Always.
    public mutating func begin(in situation: RoundSituation) -> Bool { true }

    /// Keeps every grown node.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { tree }

    /// Learns nothing.
    public mutating func observe(_ round: ObservedRound) {}
}

/// What a builder needs from a draft, and how large its trees can become.
public struct TreeTraits: Sendable, Hashable {
    /// The draw modes of drafts it can arrange.
    ///
    /// Whether a drawn node is scored may follow from its ancestors and its elder siblings, never from its own token: a rule
    /// that weighs draws against their distribution would be biased. So pruning by probability suits deterministic drafts
    /// alone; and of children drawn without replacement, only the first so many may be kept.
    public var draws: Set<DrawMode>

    /// Whether it ranks nodes by the draft's probabilities.
    public var needsProbabilities: Bool

    /// The longest drafted path.
    public var maximumDepth: Int

    /// The largest number of drafted nodes that the target scores in one pass, without the root.
    public var maximumNodes: Int

    /// Whether its trees are single paths.
    public var isChain: Bool

    /// Whether its trees depend on the seconds that rounds take, so that equal runs may grow different ones.
    public var followsClock: Bool

    /// Whether a later sequence of the same engine begins with what the builder has learned in earlier ones.
    ///
    /// Of sequences that are decoded at the same time, the one that ends last leaves what it has learned.
    public var remembersSequences: Bool

    /// Describes a builder.
    ///
    /// - Parameters:
    ///   - draws: The draw modes of drafts it can arrange.
    ///   - needsProbabilities: Whether it ranks nodes by the draft's probabilities.
    ///   - maximumDepth: The longest drafted path.
    ///   - maximumNodes: The largest number of drafted nodes, without the root.
    ///   - isChain: Whether its trees are single paths.
    ///   - followsClock: Whether its trees depend on the seconds that rounds take.
    ///   - remembersSequences: Whether a later sequence begins with what was learned in earlier ones.
    public init(
        draws: Set<DrawMode>, needsProbabilities: Bool, maximumDepth: Int, maximumNodes: Int, isChain: Bool = false,
        followsClock: Bool = false, remembersSequences: Bool = false
    ) {
        self.draws = draws
        self.needsProbabilities = needsProbabilities
        self.maximumDepth = maximumDepth
        self.maximumNodes = maximumNodes
        self.isChain = isChain
        self.followsClock = followsClock
        self.remembersSequences = remembersSequences
    }
}

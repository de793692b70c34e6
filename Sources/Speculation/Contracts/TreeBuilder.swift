/// Decides the shape of the draft tree: which nodes to grow next and which to keep.
///
/// A round asks ``nextFrontier(of:in:)`` until the tree is grown, then ``prune(_:in:)``. A builder is a value. Each sequence decodes with a copy of its own, so a builder may learn from round to round in
/// plain stored properties, and keep the frontier and the tree that it returns there, to make the next ones in the same
/// room.
public protocol TreeBuilder: Sendable {
    /// What it needs from a draft, and how large its trees can become.
    var traits: TreeTraits { get }

    /// Whether a sequence that begins now may come to ask the draft; true unless implemented.
    ///
    /// Asked once, before the prompt is read. Where the answer is no, the sequence is decoded plainly to its end, and nobody
    /// keeps what a draft would read.
    ///
    /// - Parameter situation: The prompt's length as the context's, the limits, and measured costs.
    /// - Returns: Whether to get the draft ready.
    func mayDraft(in situation: RoundSituation) -> Bool

    /// The nodes to grow next, or nil when the tree is grown.
    ///
    /// Called first with the root alone. When the draft has no children for a frontier, growing ends as well.
    ///
    /// - Parameters:
    ///   - tree: The tree grown so far in this round, all candidates included.
    ///   - situation: The context's length, limits and measured costs.
    /// - Returns: Nodes and widths, or nil to end growth.
    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier?

    /// The part of the grown tree that the target shall score; the tree as it is, unless implemented.
    ///
    /// - Parameters:
    ///   - tree: The tree as grown.
    ///   - situation: The context's length, limits and measured costs.
    /// - Returns: A selection of the tree that keeps the root.
    mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree

    /// Hears how a round ended; does nothing unless implemented.
    mutating func observe(_ outcome: RoundOutcome)
}

extension TreeBuilder {
    /// Always.
    public func mayDraft(in situation: RoundSituation) -> Bool { true }

    /// Keeps every grown node.
    public func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { tree }

    /// Learns nothing.
    public func observe(_ outcome: RoundOutcome) {}
}

/// What a builder needs from a draft, and how large its trees can become.
public struct TreeTraits: Sendable, Hashable {
    /// The draw modes of drafts it can arrange; pruning by probability suits deterministic ones alone.
    public var draws: Set<DrawMode>

    /// Whether it ranks nodes by the draft's probabilities.
    public var needsProbabilities: Bool

    /// The longest drafted path.
    public var maximumDepth: Int

    /// The largest number of drafted nodes that the target scores in one pass, without the root.
    public var maximumNodes: Int

    /// Where its rounds' costs come from, acceptance statistics with them; nil when it needs neither.
    public var costs: CostSource?

    /// Describes a builder.
    ///
    /// - Parameters:
    ///   - draws: The draw modes of drafts it can arrange.
    ///   - needsProbabilities: Whether it ranks nodes by the draft's probabilities.
    ///   - maximumDepth: The longest drafted path.
    ///   - maximumNodes: The largest number of drafted nodes, without the root.
    ///   - costs: Where its rounds' costs come from; nil when it needs none.
    public init(
        draws: Set<DrawMode>, needsProbabilities: Bool, maximumDepth: Int, maximumNodes: Int, costs: CostSource? = nil
    ) {
        self.draws = draws
        self.needsProbabilities = needsProbabilities
        self.maximumDepth = maximumDepth
        self.maximumNodes = maximumNodes
        self.costs = costs
    }
}

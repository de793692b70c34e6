/// Children that a draft proposes for nodes of a tree, as flat arrays.
///
/// Below each parent the order is the draft's preference, best first. The children of one parent are distinct tokens
/// unless the draft draws them independently (``DrawMode/independent``).
public struct Candidates: Sendable {
    /// The node that each candidate is a child of, `[count]`.
    public private(set) var parents: [Int] = []

    /// The token of each candidate, `[count]`.
    public private(set) var tokens: [Token] = []

    /// The draft's log-probability of each candidate given its path, `[count]`; nil where the draft gives none.
    public private(set) var logProbabilities: [Float?] = []

    /// Which of several merged drafts proposed each candidate, `[count]`.
    public private(set) var sources: [Int] = []

    /// What nodes that stand in the tree already count as from now on, because another of several merged drafts proposes
    /// them too and thinks more of them.
    public private(set) var revisions: [Revision] = []

    /// A node's new log-probability, and the draft that gives it.
    public struct Revision: Sendable, Equatable {
        /// The node.
        public let node: Int

        /// The log-probability given its path.
        public let logProbability: Float

        /// Which of several merged drafts gives it.
        public let source: Int
    }

    /// The distributions that children were drawn from, by parent; only drafts that draw at random give them.
    public var proposals: [Int: Proposal] = [:]

    /// Makes an empty list.
    ///
    /// - Parameter capacity: How many candidates to reserve memory for.
    public init(capacity: Int = 0) {
        parents.reserveCapacity(capacity)
        tokens.reserveCapacity(capacity)
        logProbabilities.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
    }

    /// Forgets all candidates and keeps the memory, for a draft that lends the same list in every pass.
    public mutating func removeAll() {
        parents.removeAll(keepingCapacity: true)
        tokens.removeAll(keepingCapacity: true)
        logProbabilities.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        revisions.removeAll(keepingCapacity: true)
        if !proposals.isEmpty { proposals.removeAll(keepingCapacity: true) }
    }

    /// The number of candidates.
    public var count: Int { tokens.count }

    /// Adds one candidate.
    ///
    /// - Parameters:
    ///   - token: The proposed token, an id of the *target's* vocabulary.
    ///   - parent: The tree node that it follows.
    ///   - logProbability: The draft's log-probability of the token after that node, without temperature.
    ///   - source: Which of several merged drafts proposed it.
    public mutating func append(_ token: Token, after parent: Int, logProbability: Float?, source: Int = 0) {
        parents.append(parent)
        tokens.append(token)
        logProbabilities.append(logProbability)
        sources.append(source)
    }

    /// States anew what a node of the tree counts as.
    ///
    /// - Parameters:
    ///   - node: A node that stands there already.
    ///   - logProbability: The draft's log-probability of its token after its parent.
    ///   - source: Which of several merged drafts gives it.
    public mutating func revise(_ node: Int, logProbability: Float, source: Int) {
        revisions.append(Revision(node: node, logProbability: logProbability, source: source))
    }
}

/// A tree of candidate continuations, stored as flat arrays in node order.
///
/// Node 0 is the root: the last token already emitted, not yet in the target's KV cache. Every other node is a
/// *drafted* token. Nodes are numbered in the order in which they were attached, which for a tree grown level by
/// level is EAGLE-2's flat candidate order; a parent's number is always smaller than its children's.
///
/// The tree stores no pointers and allocates nothing per node: attaching *n* candidates appends *n* numbers to each
/// array. A tree that is started again (``restart(root:)``, ``assign(_:keeping:)``) keeps its memory, so that whoever makes
/// a tree in every round makes it in the same place.
public struct TokenTree: Sendable {
    /// The token of each node, `[count]`.
    public private(set) var tokens: [Token] = []

    /// The parent of each node, `[count]`; the root's is -1.
    public private(set) var parents: [Int] = []

    /// The distance of each node from the root, `[count]`; the root's is 0.
    public private(set) var depths: [Int] = []

    /// The place of each node among its parent's children in the order proposed, best first, `[count]`.
    public private(set) var ranks: [Int] = []

    /// The draft's log-probability of each node given its path, `[count]`; nil where the draft gives none.
    public private(set) var logProbabilities: [Float?] = []

    /// The sum of the log-probabilities from the root to each node, `[count]`; an unknown one counts as 0.
    public private(set) var scores: [Float] = []

    /// Which of several merged drafts proposed each node, `[count]`; 0 when there is only one.
    public private(set) var sources: [Int] = []

    /// The number each node had in the tree it was grown in, `[count]`: its own until ``keeping(_:)`` renumbers it.
    public private(set) var origins: [Int] = []

    /// The draft's proposal at each node that was expanded, where the draft draws its children at random, `[count]`.
    public private(set) var proposals: [Proposal?] = []

    /// The largest depth of any node.
    public private(set) var deepest = 0

    private var childCounts: [Int] = []

    /// The new number of each node of the tree that was last selected from; kept for its memory.
    private var numbers: [Int] = []

    /// Makes a tree of the root alone, which is plain decoding.
    ///
    /// - Parameters:
    ///   - root: The last token already emitted.
    ///   - capacity: How many nodes to reserve memory for.
    public init(root: Token, capacity: Int = 64) {
        reserve(capacity)
        appendRoot(root)
    }

    /// Forgets all nodes for a new root and keeps the memory.
    ///
    /// - Parameter root: The last token already emitted.
    public mutating func restart(root: Token) {
        guard count > 1 || proposals[0] != nil else {
            tokens[0] = root
            return
        }
        tokens.removeAll(keepingCapacity: true)
        parents.removeAll(keepingCapacity: true)
        depths.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        logProbabilities.removeAll(keepingCapacity: true)
        scores.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        proposals.removeAll(keepingCapacity: true)
        childCounts.removeAll(keepingCapacity: true)
        deepest = 0
        appendRoot(root)
    }

    /// The number of nodes, the root included.
    public var count: Int { tokens.count }

    /// The number of drafted nodes, which is all but the root.
    public var draftedCount: Int { count - 1 }

    /// Whether a node has children.
    public func hasChildren(_ node: Int) -> Bool { childCounts[node] > 0 }

    /// Adds candidates as children of the nodes that they name, and revises nodes as the candidates tell.
    ///
    /// - Parameter candidates: The children, best first below each parent.
    /// - Precondition: Every parent is a node of this tree, or a candidate that stands before its child.
    /// - Complexity: O(`candidates.count`).
    public mutating func attach(_ candidates: Candidates) {
        let first = count
        let added = candidates.count
        childCounts.append(contentsOf: repeatElement(0, count: added))
        for parent in candidates.parents {
            let node = depths.count
            precondition(parent >= 0 && parent < node, "candidate names node \(parent) of a tree of \(node)")
            depths.append(depths[parent] + 1)
            ranks.append(childCounts[parent])
            childCounts[parent] += 1
            deepest = max(deepest, depths[parent] + 1)
        }
        for (parent, logProbability) in zip(candidates.parents, candidates.logProbabilities) {
            scores.append(scores[parent] + (logProbability ?? 0))
        }
        tokens.append(contentsOf: candidates.tokens)
        parents.append(contentsOf: candidates.parents)
        logProbabilities.append(contentsOf: candidates.logProbabilities)
        sources.append(contentsOf: candidates.sources)
        origins.append(contentsOf: first..<first + added)
        proposals.append(contentsOf: repeatElement(nil, count: added))
        for (parent, proposal) in candidates.proposals { proposals[parent] = proposal }
        if !candidates.revisions.isEmpty { revise(candidates.revisions) }
    }

    private mutating func revise(_ revisions: [Candidates.Revision]) {
        for revision in revisions {
            precondition(1..<count ~= revision.node, "node \(revision.node) to revise of a tree of \(count)")
            logProbabilities[revision.node] = revision.logProbability
            sources[revision.node] = revision.source
        }
        for node in 1..<count { scores[node] = scores[parents[node]] + (logProbabilities[node] ?? 0) }
    }

    /// The tree of the root and the given nodes, renumbered in ascending order.
    ///
    /// - Parameter nodes: Node numbers without the root, ascending, with every node's parent among them.
    /// - Returns: A tree whose ``origins`` lead back to this one; ranks, scores and proposals are kept.
    /// - Precondition: The selection is ascending and closed under parents.
    /// - Complexity: O(``count``).
    public func keeping(_ nodes: [Int]) -> TokenTree {
        var kept = TokenTree(root: tokens[0], capacity: nodes.count + 1)
        kept.assign(self, keeping: nodes)
        return kept
    }

    /// Turns into another tree's root and the given nodes of it, as ``keeping(_:)`` returns them, in this one's memory.
    ///
    /// - Parameters:
    ///   - tree: The tree to select from.
    ///   - nodes: Its node numbers without the root, ascending, with every node's parent among them.
    /// - Precondition: The selection is ascending and closed under parents.
    /// - Complexity: O(`tree.count`).
    public mutating func assign(_ tree: TokenTree, keeping nodes: [Int]) {
        restart(root: tree.tokens[0])
        origins[0] = tree.origins[0]
        proposals[0] = tree.proposals[0]
        numbers.removeAll(keepingCapacity: true)
        numbers.append(0)
        for _ in 1..<max(tree.count, 1) { numbers.append(-1) }
        for node in nodes {
            let parent = numbers[tree.parents[node]]
            precondition(parent >= 0, "node \(node) was selected without its parent \(tree.parents[node])")
            numbers[node] = count
            append(
                token: tree.tokens[node], parent: parent, rank: tree.ranks[node],
                logProbability: tree.logProbabilities[node], source: tree.sources[node], origin: tree.origins[node])
            proposals[count - 1] = tree.proposals[node]
            childCounts[parent] = max(childCounts[parent], tree.ranks[node] + 1)
        }
    }

    private mutating func reserve(_ capacity: Int) {
        tokens.reserveCapacity(capacity)
        parents.reserveCapacity(capacity)
        depths.reserveCapacity(capacity)
        ranks.reserveCapacity(capacity)
        logProbabilities.reserveCapacity(capacity)
        scores.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        origins.reserveCapacity(capacity)
        proposals.reserveCapacity(capacity)
        childCounts.reserveCapacity(capacity)
    }

    private mutating func appendRoot(_ root: Token) {
        append(token: root, parent: -1, rank: 0, logProbability: 0, source: 0, origin: 0)
    }

    private mutating func append(
        token: Token, parent: Int, rank: Int, logProbability: Float?, source: Int, origin: Int
    ) {
        let depth = parent < 0 ? 0 : depths[parent] + 1
        tokens.append(token)
        parents.append(parent)
        depths.append(depth)
        ranks.append(rank)
        logProbabilities.append(logProbability)
        scores.append((parent < 0 ? 0 : scores[parent]) + (logProbability ?? 0))
        sources.append(source)
        origins.append(origin)
        proposals.append(nil)
        childCounts.append(0)
        deepest = max(deepest, depth)
    }
}

extension TokenTree: Equatable {
    /// Whether two trees have the same nodes; their capacity plays no part.
    public static func == (left: TokenTree, right: TokenTree) -> Bool {
        left.tokens == right.tokens && left.parents == right.parents && left.depths == right.depths
            && left.ranks == right.ranks && left.logProbabilities == right.logProbabilities
            && left.scores == right.scores && left.sources == right.sources && left.origins == right.origins
            && left.proposals == right.proposals && left.childCounts == right.childCounts
    }
}

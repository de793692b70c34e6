public import Speculation
public import Tensors

/// Where a draft network keeps the rows of a growing tree: behind the committed tokens, in the order of expansion.
///
/// The root is not among them, since it is the last committed row. A draft expands parents before children, so every
/// ancestor of a node that is being expanded has a row already.
public struct FrontierRows: Sendable {
    /// How many nodes have been expanded in this round.
    public private(set) var count = 0

    /// For each node of the tree its place, or -1.
    private var places: [Int] = []

    private var batch = LayerBatch()
    private var path: [Int] = []

    /// Makes an empty table.
    public init() {}

    /// Forgets the round before.
    public mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        count = 0
    }

    /// The place of a node, counted from the first expanded one; nil for the root and for nodes never expanded.
    public func place(of node: Int) -> Int? {
        places.indices.contains(node) && places[node] >= 0 ? places[node] : nil
    }

    /// The place of a node that has been expanded in this round.
    ///
    /// - Precondition: It has been.
    public func place(ofExpanded node: Int) -> Int {
        guard let place = place(of: node) else {
            preconditionFailure("node \(node) has not been expanded in this round")
        }
        return place
    }

    /// Gives nodes the next places, and describes their pass: each sees the committed rows, its ancestors and itself.
    ///
    /// - Parameters:
    ///   - nodes: Nodes of the tree, none of them the root.
    ///   - tree: The tree as grown so far in this round.
    ///   - past: How many committed rows precede the tree, the root's included.
    /// - Returns: One row for each node, in their order; it is lent, and written anew by the next call.
    public mutating func append(_ nodes: [Int], of tree: TokenTree, past: Int) -> LayerBatch {
        batch.restart(at: past + count, route: .rowExact)
        while places.count < tree.count { places.append(-1) }
        for node in nodes {
            places[node] = count
            count += 1
            path.removeAll(keepingCapacity: true)
            tree.appendPath(to: node, to: &path)
            for place in path.indices { path[place] = past + self.place(ofExpanded: path[place]) }
            batch.append(position: past + tree.depths[node] - 1, leading: past, listed: path)
        }
        return batch
    }
}

public import Tensors

/// The rows that pass through the layers together: where each stands, what it sees, and where its keys go.
public struct LayerBatch: Sendable {
    /// The rotary position of each row, `[rows]`.
    public var positions: [Int32]

    /// What each row sees, its own slot included.
    public var visibility: Visibility

    /// The cache slot of the first row; the others follow.
    public var firstSlot: Int

    /// How matrix products are computed.
    public var route: ProductRoute

    /// Describes a batch.
    ///
    /// - Parameters:
    ///   - positions: The rotary position of each row.
    ///   - visibility: What each row sees, its own slot included.
    ///   - firstSlot: The cache slot of the first row.
    ///   - route: How matrix products are computed.
    public init(positions: [Int32], visibility: Visibility, firstSlot: Int, route: ProductRoute) {
        self.positions = positions
        self.visibility = visibility
        self.firstSlot = firstSlot
        self.route = route
    }

    /// Consecutive tokens of one sequence.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede them in the cache.
    ///   - rows: The number of tokens.
    ///   - route: How matrix products are computed.
    /// - Returns: A batch in which each row sees all before it.
    public static func causal(past: Int, rows: Int, route: ProductRoute) -> LayerBatch {
        LayerBatch(
            positions: (past..<past + rows).map(Int32.init), visibility: .causal(past: past, rows: rows),
            firstSlot: past, route: route)
    }

    /// The nodes of a tree in node order, on top of a sequence.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede the root in the cache.
    ///   - parents: The parent of each node, -1 for the root.
    ///   - depths: The depth of each node.
    /// - Returns: A batch in which each row sees the sequence, its ancestors and itself.
    public static func tree(past: Int, parents: [Int], depths: [Int]) -> LayerBatch {
        LayerBatch(
            positions: depths.map { Int32(past + $0) }, visibility: .tree(past: past, parents: parents),
            firstSlot: past, route: .rowExact)
    }
}

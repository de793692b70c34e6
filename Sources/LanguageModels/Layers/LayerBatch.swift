public import Tensors

/// The rows that pass through the layers together: where each stands, what it sees, and where its keys go.
public struct LayerBatch: Sendable {
    /// The rotary position of each row, `[rows]`.
    public private(set) var positions: [Int32]

    /// What each row sees, its own slot included.
    public private(set) var visibility: Visibility

    /// The cache slot of the first row; the others follow.
    public private(set) var firstSlot: Int

    /// How matrix products are computed.
    public private(set) var route: ProductRoute

    /// No rows.
    public init() {
        self.init(positions: [], visibility: Visibility(), firstSlot: 0, route: .rowExact)
    }

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
        var batch = LayerBatch()
        batch.become(causalAfter: past, rows: rows, by: route)
        return batch
    }

    /// Turns into the batch of consecutive tokens, as ``causal(past:rows:route:)`` returns it, in the room of this one.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede them in the cache.
    ///   - rows: The number of tokens.
    ///   - route: How matrix products are computed.
    public mutating func become(causalAfter past: Int, rows: Int, by route: ProductRoute) {
        restart(at: past, by: route)
        for row in 0..<rows { positions.append(Int32(past + row)) }
        visibility.become(causalAfter: past, rows: rows)
    }

    /// Forgets all rows for new ones; the room for them stays.
    ///
    /// - Parameters:
    ///   - slot: The cache slot of the first row to come.
    ///   - route: How matrix products are computed.
    public mutating func restart(at slot: Int, by route: ProductRoute) {
        positions.removeAll(keepingCapacity: true)
        visibility.removeAll()
        firstSlot = slot
        self.route = route
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - position: Its rotary position.
    ///   - leading: How many leading slots it sees.
    ///   - listed: Which further slots it sees, in the order of its path.
    public mutating func append(position: Int, leading: Int, listed: [Int] = []) {
        positions.append(Int32(position))
        visibility.append(leading: leading, listed: listed)
    }

    /// The nodes of a tree in node order, on top of a sequence.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede the root in the cache.
    ///   - parents: The parent of each node, -1 for the root.
    ///   - depths: The depth of each node.
    /// - Returns: A batch in which each row sees the sequence, its ancestors and itself.
    public static func tree(past: Int, parents: [Int], depths: [Int]) -> LayerBatch {
        var batch = LayerBatch()
        batch.become(treeAfter: past, parents: parents, depths: depths)
        return batch
    }

    /// Turns into the batch of a tree, as ``tree(past:parents:depths:)`` returns it, in the room of this one.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede the root in the cache.
    ///   - parents: The parent of each node, -1 for the root.
    ///   - depths: The depth of each node.
    public mutating func become(treeAfter past: Int, parents: [Int], depths: [Int]) {
        restart(at: past, by: .rowExact)
        for depth in depths { positions.append(Int32(past + depth)) }
        visibility.become(treeAfter: past, parents: parents)
    }
}

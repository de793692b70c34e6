/// The rows that pass through the layers together: of which sequence each is, where it stands, what it sees, and where its
/// keys go.
///
/// The rows of a sequence follow one another. Most batches hold those of one sequence alone.
public struct LayerBatch: Sendable {
    /// The rows of one sequence.
    public struct Part: Sendable, Hashable {
        /// Which rows of the batch they are.
        public internal(set) var rows: Range<Int>

        /// The slot of the first of them in the sequence's cache; the others follow.
        public let firstSlot: Int
    }

    /// The rotary position of each row, `[rows]`.
    public private(set) var positions: [Int32] = []

    /// What each row sees in its sequence's cache, its own slot included.
    public private(set) var visibility = Visibility()

    /// The sequences, in the order of their rows.
    public private(set) var parts: [Part] = []

    /// How matrix products are computed.
    public private(set) var route: ProductRoute

    /// No rows.
    ///
    /// - Parameter route: How matrix products are computed.
    public init(route: ProductRoute = .rowExact) {
        self.route = route
    }

    /// Describes rows of one sequence.
    ///
    /// - Parameters:
    ///   - positions: The rotary position of each row.
    ///   - visibility: What each row sees, its own slot included.
    ///   - firstSlot: The cache slot of the first row.
    ///   - route: How matrix products are computed.
    /// - Precondition: There are as many positions as rows.
    public init(positions: [Int32], visibility: Visibility, firstSlot: Int, route: ProductRoute) {
        precondition(positions.count == visibility.rows, "\(positions.count) positions of \(visibility.rows) rows")
        self.positions = positions
        self.visibility = visibility
        self.route = route
        parts = [Part(rows: 0..<positions.count, firstSlot: firstSlot)]
    }

    /// The number of rows.
    public var rows: Int { positions.count }

    /// Consecutive tokens of one sequence.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede them in the cache.
    ///   - rows: The number of tokens.
    ///   - route: How matrix products are computed.
    /// - Returns: A batch in which each row sees all before it.
    public static func causal(past: Int, rows: Int, route: ProductRoute) -> LayerBatch {
        var batch = LayerBatch()
        batch.reset(causalAfter: past, rows: rows, route: route)
        return batch
    }

    /// Turns into the batch of consecutive tokens, as ``causal(past:rows:route:)`` returns it, in this one's memory.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede them in the cache.
    ///   - rows: The number of tokens.
    ///   - route: How matrix products are computed.
    public mutating func reset(causalAfter past: Int, rows: Int, route: ProductRoute) {
        restart(at: past, route: route)
        for row in 0..<rows { positions.append(Int32(past + row)) }
        visibility.append(causalAfter: past, rows: rows)
        parts[0].rows = 0..<rows
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
        batch.append(treeAfter: past, parents: parents, depths: depths)
        return batch
    }

    /// Adds the nodes of a tree on top of one more sequence, as ``tree(past:parents:depths:)`` has them.
    ///
    /// - Parameters:
    ///   - past: How many tokens precede the root in the sequence's cache.
    ///   - parents: The parent of each node, -1 for the root.
    ///   - depths: The depth of each node.
    public mutating func append(treeAfter past: Int, parents: [Int], depths: [Int]) {
        parts.append(Part(rows: rows..<rows + depths.count, firstSlot: past))
        for depth in depths { positions.append(Int32(past + depth)) }
        visibility.append(treeAfter: past, parents: parents)
    }

    /// Forgets all rows and sequences and keeps the memory.
    public mutating func removeAll() {
        positions.removeAll(keepingCapacity: true)
        visibility.removeAll()
        parts.removeAll(keepingCapacity: true)
    }

    /// Forgets all rows for new ones of one sequence and keeps the memory.
    ///
    /// - Parameters:
    ///   - slot: The cache slot of the first row to come.
    ///   - route: How matrix products are computed.
    public mutating func restart(at slot: Int, route: ProductRoute) {
        removeAll()
        self.route = route
        parts.append(Part(rows: 0..<0, firstSlot: slot))
    }

    /// Adds a row to the last sequence.
    ///
    /// - Parameters:
    ///   - position: Its rotary position.
    ///   - leading: How many leading slots it sees.
    ///   - listed: Which further slots it sees, in the order of its path.
    /// - Precondition: There is a sequence.
    public mutating func append(position: Int, leading: Int, listed: [Int] = []) {
        positions.append(Int32(position))
        visibility.append(leading: leading, listed: listed)
        let last = parts.count - 1
        parts[last].rows = parts[last].rows.lowerBound..<rows
    }
}

/// Which cache slots each row of a batch attends to, in the order in which its sequence has them.
///
/// A row sees a leading run of slots and then listed ones. Causal rows have only the run; a tree's rows see the
/// committed tokens as the run and list their ancestors and themselves. The order is that of the tokens in the path,
/// so that sums are formed as plain decoding forms them.
public struct Visibility: Sendable {
    /// How many leading slots each row sees, `[rows]`.
    public private(set) var leading: [Int32] = []

    /// Where each row's part of ``slots`` begins, `[rows + 1]`.
    public private(set) var starts: [Int32] = [0]

    /// The slots that rows list, row after row.
    public private(set) var slots: [Int32] = []

    /// No rows.
    public init() {}

    /// Forgets all rows and keeps the memory.
    public mutating func removeAll() {
        leading.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        starts.append(0)
    }

    /// The number of rows.
    public var rows: Int { leading.count }

    /// How many slots there must be for some rows: one more than the last that one of them sees.
    ///
    /// - Parameters:
    ///   - rows: Which rows.
    ///   - capacity: How many slots there are.
    /// - Returns: The number; 0 if there are no rows.
    /// - Precondition: None of them sees a slot beyond, nor more slots than there are.
    func slotsNeeded(_ rows: Range<Int>, slots capacity: Int) -> Int {
        var needed = 0
        for row in rows {
            needed = max(needed, Int(leading[row]))
            for place in Int(starts[row])..<Int(starts[row + 1]) {
                precondition(slots[place] >= 0 && slots[place] < capacity, "a slot beyond the cache")
                needed = max(needed, Int(slots[place]) + 1)
            }
            precondition(
                Int(leading[row] + starts[row + 1] - starts[row]) <= capacity,
                "a row that sees more slots than there are")
        }
        precondition(needed <= capacity, "a slot beyond the cache")
        return needed
    }

    /// Lends ``leading`` and ``starts`` from a row on, and all ``slots``, from the first of which `starts` count.
    func withRows(
        from row: Int,
        _ body: (
            _ leading: UnsafePointer<Int32>, _ starts: UnsafePointer<Int32>, _ slots: UnsafePointer<Int32>?
        ) -> Void
    ) {
        precondition(row >= 0 && row <= rows, "row \(row) of \(rows)")
        leading.withUnsafeBufferPointer { leading in
            starts.withUnsafeBufferPointer { starts in
                slots.withUnsafeBufferPointer { slots in
                    guard let leading = leading.baseAddress, let starts = starts.baseAddress else { return }
                    body(leading + row, starts + row, slots.baseAddress)
                }
            }
        }
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - count: How many leading slots it sees.
    ///   - listed: Which further slots it sees, in the order of its path; a row that sees nothing else must at least
    ///     see itself.
    public mutating func append(leading count: Int, listed: [Int] = []) {
        precondition(count + listed.count > 0, "a row that sees nothing")
        leading.append(Int32(count))
        for slot in listed { slots.append(Int32(slot)) }
        starts.append(Int32(slots.count))
    }

    /// Rows of one sequence, each seeing all before it and itself.
    ///
    /// - Parameters:
    ///   - past: How many slots precede the first row.
    ///   - rows: The number of rows.
    /// - Returns: Causal visibility.
    public static func causal(past: Int, rows: Int) -> Visibility {
        var visibility = Visibility()
        visibility.append(causalAfter: past, rows: rows)
        return visibility
    }

    /// Adds rows of one sequence, as ``causal(past:rows:)`` has them.
    ///
    /// - Parameters:
    ///   - past: How many slots precede the first of them.
    ///   - count: The number of rows.
    public mutating func append(causalAfter past: Int, rows count: Int) {
        for row in 0..<count { append(leading: past + row + 1) }
    }

    /// The nodes of a tree in node order, each seeing the past, its ancestors and itself.
    ///
    /// - Parameters:
    ///   - past: How many slots precede the tree; node *i* is in slot `past + i`.
    ///   - parents: The parent of each node, smaller than the node; -1 for a root.
    /// - Returns: Tree visibility.
    public static func tree(past: Int, parents: [Int]) -> Visibility {
        var visibility = Visibility()
        visibility.append(treeAfter: past, parents: parents)
        return visibility
    }

    /// Adds the nodes of a tree, as ``tree(past:parents:)`` has them.
    ///
    /// - Parameters:
    ///   - past: How many slots precede the tree; node *i* is in slot `past + i`.
    ///   - parents: The parent of each node, smaller than the node; -1 for a root.
    public mutating func append(treeAfter past: Int, parents: [Int]) {
        let root = rows
        for (node, parent) in parents.enumerated() {
            leading.append(Int32(past))
            if parent >= 0 {
                let ancestors = Int(starts[root + parent])..<Int(starts[root + parent + 1])
                for place in ancestors { slots.append(slots[place]) }
            }
            slots.append(Int32(past + node))
            starts.append(Int32(slots.count))
        }
    }
}

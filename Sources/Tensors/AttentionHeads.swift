/// How the columns of queries, keys and values divide into heads (grouped-query attention, arXiv 2305.13245).
///
/// Query head *h* reads key-value head *h · groups / heads*.
public struct AttentionHeads: Sendable, Hashable {
    /// The number of query heads.
    public let count: Int

    /// The number of key-value heads, a divisor of the query heads'.
    public let groups: Int

    /// The width of a head.
    public let width: Int

    /// States a division.
    ///
    /// - Parameters:
    ///   - count: The number of query heads.
    ///   - groups: The number of key-value heads.
    ///   - width: The width of a head.
    /// - Precondition: The query heads are a multiple of the key-value heads.
    public init(count: Int, groups: Int, width: Int) {
        precondition(groups > 0 && width > 0 && count.isMultiple(of: groups), "heads do not divide")
        self.count = count
        self.groups = groups
        self.width = width
    }

    /// The columns of a query head.
    ///
    /// - Parameter head: `0 ..< count`.
    /// - Returns: Columns of the queries, and of the output.
    public func queryColumns(_ head: Int) -> Range<Int> { head * width..<(head + 1) * width }

    /// The columns of the keys and values that a query head reads.
    ///
    /// - Parameter head: `0 ..< count`.
    /// - Returns: Columns of the keys and of the values.
    public func keyColumns(_ head: Int) -> Range<Int> {
        let group = head * groups / count
        return group * width..<(group + 1) * width
    }
}

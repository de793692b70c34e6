/// A node of a tree that has the same shape in every round, named by the ranks on its way: 021 is the root's first child's third child's second child.
///
/// Paths are ordered level by level and by rank within a level, which is the order in which the tree grows.
public struct RankPath: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The rank of each step, 0 for the draft's first choice; at least one step.
    public let ranks: [Int]

    /// The largest rank that a path may name.
    public static let largestRank = 255

    /// The longest path.
    public static let longest = 64

    /// Names a node.
    ///
    /// - Parameter ranks: At least one rank, none of them negative.
    public init(_ ranks: [Int]) {
        precondition(!ranks.isEmpty && ranks.allSatisfy { $0 >= 0 }, "\(ranks) is not a rank path")
        self.ranks = ranks
    }

    /// Reads digits, one for each step; nil for anything else.
    public init?(digits: String) {
        let ranks = digits.utf8.map { Int($0) - 48 }
        guard !ranks.isEmpty, ranks.allSatisfy({ (0...9).contains($0) }) else { return nil }
        self.ranks = ranks
    }

    /// The path to the parent; nil for a child of the root.
    public var parent: RankPath? { ranks.count > 1 ? RankPath(Array(ranks.dropLast())) : nil }

    /// Digits, or a list where a rank needs two of them.
    public var description: String {
        ranks.allSatisfy { $0 < 10 } ? ranks.map(String.init).joined() : "\(ranks)"
    }

    /// Whether the left node is grown before the right one.
    public static func < (left: RankPath, right: RankPath) -> Bool {
        if left.ranks.count != right.ranks.count { return left.ranks.count < right.ranks.count }
        return left.ranks.lexicographicallyPrecedes(right.ranks)
    }
}

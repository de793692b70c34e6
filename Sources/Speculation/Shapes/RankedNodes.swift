/// Orders a tree's nodes by score, best first, equal ones by number.
///
/// Each node becomes one integer, its score's bits above its number, so that comparing nodes is comparing integers:
/// no closure is called and the order is total even for numbers that no draft should give. The lists keep their memory.
public struct RankedNodes: Sendable {
    /// The nodes selected last, best first.
    public var best: [Int] = []

    private var keys: [UInt64] = []

    /// Makes empty lists.
    public init() {}

    /// Ranks the nodes of a tree's deepest level.
    ///
    /// - Parameter tree: A tree that was grown level by level.
    /// - Complexity: O(nodes of that level), which stand last.
    public mutating func rankDeepestLevel(of tree: TokenTree) {
        let scores = tree.scores
        let depths = tree.depths
        var first = depths.count
        while first > 1 && depths[first - 1] == tree.deepest { first -= 1 }
        keys.removeAll(keepingCapacity: true)
        for node in first..<depths.count { keys.append(Self.descendingBits(scores[node]) << 32 | UInt64(node)) }
    }

    /// Ranks all drafted nodes of a tree, each after its parent.
    ///
    /// - Parameter tree: Any tree whose nodes have probabilities.
    /// - Complexity: O(`tree.count`).
    public mutating func rankAll(of tree: TokenTree) {
        let scores = tree.scores
        let parents = tree.parents
        keys.removeAll(keepingCapacity: true)
        keys.append(0)
        for node in 1..<max(scores.count, 1) {
            // Rounding can lift a log-probability above 0; a child must not overtake its parent even then.
            let rank = max(Self.descendingBits(scores[node]), keys[parents[node]] >> 32)
            keys.append(rank << 32 | UInt64(node))
        }
        keys.removeFirst()
    }

    /// Selects the best of the nodes ranked last; their ranking is used up.
    ///
    /// - Parameter count: How many; all where there are no more.
    /// - Complexity: O(n) on average for n nodes, and O(`count` · log `count`) for putting them in order.
    public mutating func select(_ count: Int) {
        Self.moveSmallest(count, toFrontOf: &keys)
        keys.removeLast(max(keys.count - count, 0))
        keys.sort()
        best.removeAll(keepingCapacity: true)
        for key in keys { best.append(Int(key & 0xFFFF_FFFF)) }
    }

    /// Keeps the best nodes of a tree whatever their level, in the order in which they were grown.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - tree: Any tree whose nodes have probabilities.
    ///   - kept: Where the smaller tree is made.
    /// - Returns: It; the tree itself where it has no more nodes.
    public mutating func best(_ count: Int, of tree: TokenTree, in kept: inout TokenTree) -> TokenTree {
        guard tree.draftedCount > count else { return tree }
        rankAll(of: tree)
        select(count)
        best.sort()
        kept.assign(tree, keeping: best)
        return kept
    }

    /// Bits that ascend as the score descends.
    private static func descendingBits(_ score: Float) -> UInt64 {
        let bits = (score + 0).bitPattern
        let ascending = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
        return UInt64(~ascending)
    }

    /// Hoare's selection: afterwards no key among the first `count` is larger than any after them.
    private static func moveSmallest(_ count: Int, toFrontOf keys: inout [UInt64]) {
        var low = 0
        var high = keys.count - 1
        guard count <= high else { return }
        while low < high {
            let pivot = median(keys[low], keys[low + (high - low) / 2], keys[high])
            var left = low
            var right = high
            while left <= right {
                while keys[left] < pivot { left += 1 }
                while keys[right] > pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if count - 1 <= right {
                high = right
            } else if count - 1 >= left {
                low = left
            } else {
                return
            }
        }
    }

    private static func median(_ first: UInt64, _ second: UInt64, _ third: UInt64) -> UInt64 {
        max(min(first, second), min(max(first, second), third))
    }
}

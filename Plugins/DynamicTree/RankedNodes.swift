import Speculation

/// Orders a tree's nodes by score, best first, equal ones by number.
///
/// Each node becomes one integer, its score's bits above its number, so that comparing nodes is comparing integers:
/// no closure is called and the order is total even for numbers that no draft should give.
struct RankedNodes {
    private var keys: [UInt64]
    private let depths: [Int]

    /// Ranks all nodes of a tree.
    ///
    /// - Complexity: O(`tree.count`).
    init(of tree: TokenTree) {
        let scores = tree.scores
        let parents = tree.parents
        depths = tree.depths
        keys = [UInt64](repeating: 0, count: scores.count)
        for node in 1..<max(scores.count, 1) {
            // Rounding can lift a log-probability above 0; a child must not overtake its parent even then.
            let rank = max(Self.descendingBits(scores[node]), keys[parents[node]] >> 32)
            keys[node] = rank << 32 | UInt64(node)
        }
    }

    /// The best nodes at or below a depth, best first.
    ///
    /// - Parameters:
    ///   - count: How many; all where there are no more.
    ///   - depth: The smallest depth to look at, at least 1; levels are numbered in order.
    /// - Returns: Node numbers.
    /// - Complexity: O(n) on average for n such nodes, and O(`count` · log `count`) for putting them in order.
    func best(_ count: Int, from depth: Int) -> [Int] {
        var first = depths.count
        while first > 1 && depths[first - 1] >= depth { first -= 1 }
        var candidates = Array(keys[first...])
        Self.moveSmallest(count, toFrontOf: &candidates)
        return candidates.prefix(count).sorted().map { Int($0 & 0xFFFF_FFFF) }
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

import Speculation

/// Finds the tree whose nodes' path shares have the largest sum: Sequoia's dynamic programme, with ranks in order.
///
/// `branch[d][r][n]` is the best sum of n nodes that hang below one node at rank r or later, d levels deep at most: either none
/// do, or the child of rank r takes j of them, itself included, and the ranks after it the rest.
struct ShapeProgramme {
    private let profile: [Double]
    private let depth: Int

    init(_ profile: [Double], depth: Int) {
        self.profile = profile
        self.depth = depth
    }

    /// The best tree of so many drafted nodes; of fewer where ranks and depth allow no more.
    ///
    /// - Complexity: O(nodes² · ranks · depth).
    func bestTree(of nodes: Int) -> [RankPath] {
        let ranks = profile.count
        let none = [Double](repeating: 0, count: nodes + 1)
        // Below the deepest level nothing hangs, whatever nodes are left over.
        var branches = [[[Double]](repeating: none, count: ranks + 1)]
        var taken: [[[Int]]] = [[]]
        for level in 1...depth {
            var sums = [[Double]](repeating: none, count: ranks + 1)
            var choices = [[Int]](repeating: [Int](repeating: 0, count: nodes + 1), count: ranks)
            for rank in profile.indices.reversed() {
                for count in 1...nodes {
                    for given in 1...count {
                        let sum =
                            profile[rank] * (1 + branches[level - 1][0][given - 1]) + sums[rank + 1][count - given]
                        guard sum > sums[rank][count] else { continue }
                        sums[rank][count] = sum
                        choices[rank][count] = given
                    }
                }
            }
            branches.append(sums)
            taken.append(choices)
        }
        var paths: [RankPath] = []
        collect(taken, level: depth, count: nodes, below: [], into: &paths)
        return paths.isEmpty ? [RankPath([0])] : paths
    }

    private func collect(
        _ taken: [[[Int]]], level: Int, count: Int, below path: [Int], into paths: inout [RankPath]
    ) {
        var left = count
        for rank in profile.indices where level > 0 && left > 0 {
            let given = taken[level][rank][left]
            guard given > 0 else { return }
            paths.append(RankPath(path + [rank]))
            collect(taken, level: level - 1, count: given - 1, below: path + [rank], into: &paths)
            left -= given
        }
    }
}

import Foundation
package import Speculation

/// What a tree is worth to decoding: its branches' expected accepted lengths as one number (GTO, arXiv 2509.22134).
///
/// With P the target's probability of a path, branch i of length l has L_i = Σ_j P(first j tokens).
package struct TreeReward: Sendable {
    /// How the branches' lengths become one number.
    package enum Aggregation: String, CaseIterable {
        /// (1/η) log Σ exp(η L): the paper's.
        case logSumExp = "log-sum-exp"
        /// The best branch.
        case max
        /// The mean over branches.
        case mean
        /// Σ over all nodes of P: the exact expected accepted length, since each node is accepted with probability P.
        case nodeSum = "node-sum"
    }

    let aggregation: Aggregation
    let eta: Double

    package init(aggregation: Aggregation, eta: Double = 1) {
        self.aggregation = aggregation
        self.eta = eta
    }

    /// The reward of a tree.
    ///
    /// - Parameters:
    ///   - tree: The tree.
    ///   - probabilities: The target's probability of each node's path, the root's being 1.
    /// - Returns: In tokens.
    package func value(of tree: TokenTree, _ probabilities: [Double]) -> Double {
        if aggregation == .nodeSum { return probabilities.dropFirst().reduce(0, +) }
        let lengths = branchLengths(of: tree, probabilities)
        switch aggregation {
        case .max, .nodeSum: return lengths.max() ?? 0
        case .mean: return lengths.reduce(0, +) / Double(lengths.count)
        case .logSumExp:
            let top = lengths.max() ?? 0
            return top + log(lengths.reduce(0) { $0 + exp(eta * ($1 - top)) }) / eta
        }
    }

    /// L of every leaf; the root alone is one branch of length 0.
    private func branchLengths(of tree: TokenTree, _ probabilities: [Double]) -> [Double] {
        var lengths = [Double](repeating: 0, count: tree.count)
        var isLeaf = [Bool](repeating: true, count: tree.count)
        for node in 1..<max(tree.count, 1) {
            lengths[node] = lengths[tree.parents[node]] + probabilities[node]
            isLeaf[tree.parents[node]] = false
        }
        return lengths.indices.filter { isLeaf[$0] }.map { lengths[$0] }
    }
}

import Foundation
import Speculation

/// Finds the longest path on which every token is plausible to the target.
struct Plausibility {
    let epsilon: Double
    let delta: Double
    let sampling: SamplingRule

    private var node = -1
    private var distribution: [Double] = []
    private var threshold = 0.0

    init(epsilon: Double, delta: Double, sampling: SamplingRule) {
        self.epsilon = epsilon
        self.delta = delta
        self.sampling = sampling
    }

    /// The last node of the best path; the root when no child of it is plausible.
    ///
    /// - Complexity: O(`tree.count`), and one distribution for each node whose children were proposed together.
    mutating func bestPath(in tree: TokenTree, _ scores: TreeScores) -> Int {
        tree.longestPath { child in
            look(after: tree.parents[child], scores)
            let probability = distribution[tree.tokens[child]]
            return probability > threshold ? log(probability) : nil
        }
    }

    /// Prepares distribution and bar after a node, which siblings that stand together share.
    private mutating func look(after parent: Int, _ scores: TreeScores) {
        guard parent != node else { return }
        node = parent
        distribution = sampling.distribution(of: scores.row(parent))
        // Medusa keeps the logarithm finite by this much, and its defaults were chosen with it.
        let entropy = -distribution.reduce(0) { $0 + $1 * log($1 + 1e-5) }
        threshold = min(epsilon, delta * exp(-entropy))
    }
}

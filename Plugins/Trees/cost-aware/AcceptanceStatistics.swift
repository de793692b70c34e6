private import Foundation
package import Speculation

/// How often drafted tokens were accepted, given that everything before them was: by depth, by rank among the
/// siblings of the same draft and by the draft's confidence.
///
/// The engine counts one trial for each child that the draft proposed below an accepted node, scored by the target or
/// pruned before: the token emitted after that node tells in either case. Trials of the past count less and less.
/// Estimates begin at a prior and are drawn towards what was counted, the finer count towards the coarser one
/// (Beta-smoothed ratios): a draft that is too sure of itself at depth 3 is believed accordingly.
package struct AcceptanceStatistics: Sendable, Equatable {
    /// What was counted in one bucket, older trials weighing less.
    struct Tally: Sendable, Equatable {
        var trials = 0.0
        /// The draft's own probabilities, summed.
        var predicted = 0.0
        var accepted = 0.0

        mutating func note(predicted probability: Double, accepted isAccepted: Bool) {
            if trials >= AcceptanceStatistics.memory { self = halved }
            trials += 1
            predicted += probability
            if isAccepted { accepted += 1 }
        }

        private var halved: Tally { Tally(trials: trials / 2, predicted: predicted / 2, accepted: accepted / 2) }
    }

    /// How many trials a bucket remembers before it forgets half of them.
    static let memory = 256.0

    /// How many trials the coarser estimate counts for.
    private static let weight = 6.0
    private static let depths = 8
    private static let ranks = 4
    private static let confidences = 8
    private static let coarseDepths = 3

    /// By depth and rank, `[depths, ranks]`.
    private var byPlace = [Tally](repeating: Tally(), count: depths * ranks)

    /// By coarse depth, rank and the draft's confidence in the token itself.
    private var byConfidence = [Tally](repeating: Tally(), count: coarseDepths * ranks * confidences)

    /// By coarse depth, rank and the draft's confidence in the token's parent.
    private var byParent = [Tally](repeating: Tally(), count: coarseDepths * ranks * confidences)

    /// Starts without a trial.
    package init() {}

    /// The chance that a child is accepted after its accepted parent.
    ///
    /// - Parameters:
    ///   - depth: The child's depth, at least 1.
    ///   - rank: Its place among the siblings, from 0.
    ///   - logProbability: The draft's log-probability of it; nil where the draft gives none.
    /// - Returns: A number in [0, 1].
    package func probability(depth: Int, rank: Int, logProbability: Float?) -> Double {
        guard let logProbability else { return rate(depth: depth, rank: rank) }
        let probability = exp(Double(logProbability))
        let place = byPlace[Self.place(depth, rank)]
        let placeRatio = (place.accepted + Self.weight) / (place.predicted + Self.weight)
        let fine = byConfidence[Self.bucket(depth, rank, probability)]
        // A trial of the prior is one in which the draft was as sure as it is now.
        let pull = Self.weight * probability
        let ratio = (fine.accepted + pull * placeRatio) / max(fine.predicted + pull, .leastNormalMagnitude)
        return min(max(probability * ratio, 0), 1)
    }

    /// The chance that a child is accepted after its accepted parent, before the draft has proposed it.
    ///
    /// - Parameters:
    ///   - depth: The child's depth, at least 1.
    ///   - rank: Its place among the siblings, from 0.
    ///   - parentLogProbability: The draft's log-probability of the parent; nil for the root or where there is none.
    /// - Returns: A number in [0, 1].
    package func rate(depth: Int, rank: Int, parentLogProbability: Float? = nil) -> Double {
        let tally = byPlace[Self.place(depth, rank)]
        let coarse = (tally.accepted + Self.weight * Self.prior(rank)) / (tally.trials + Self.weight)
        guard let parentLogProbability, depth > 1 else { return coarse }
        let fine = byParent[Self.bucket(depth, rank, exp(Double(parentLogProbability)))]
        return (fine.accepted + Self.weight * coarse) / (fine.trials + Self.weight)
    }

    /// Counts the trials of a round.
    ///
    /// - Parameters:
    ///   - grown: The tree as grown, before pruning.
    ///   - outcome: The tree that was scored, which leads back to the grown one, and the verdict on it.
    ///   - source: Which of several merged drafts these are the statistics of.
    /// - Complexity: O(`grown.count` · accepted nodes).
    package mutating func observe(grown: TokenTree, outcome: RoundOutcome, of source: Int = 0) {
        let path = outcome.path
        for place in 0...path.count {
            let node = place == 0 ? 0 : outcome.tree.origins[path[place - 1]]
            let next = place < path.count ? outcome.tree.tokens[path[place]] : outcome.verdict.bonus
            var rank = 0
            for child in node + 1..<max(grown.count, node + 1)
            where grown.parents[child] == node && grown.sources[child] == source {
                note(child, of: grown, rank, accepted: grown.tokens[child] == next)
                rank += 1
            }
        }
    }

    private mutating func note(_ node: Int, of tree: TokenTree, _ rank: Int, accepted: Bool) {
        let (depth, parent) = (tree.depths[node], tree.parents[node])
        let probability = exp(Double(tree.logProbabilities[node] ?? 0))
        byPlace[Self.place(depth, rank)].note(predicted: probability, accepted: accepted)
        guard tree.logProbabilities[node] != nil else { return }
        byConfidence[Self.bucket(depth, rank, probability)].note(predicted: probability, accepted: accepted)
        guard parent > 0, let parentLogProbability = tree.logProbabilities[parent] else { return }
        let bucket = Self.bucket(depth, rank, exp(Double(parentLogProbability)))
        byParent[bucket].note(predicted: probability, accepted: accepted)
    }

    /// What is believed of a rank before any trial.
    private static func prior(_ rank: Int) -> Double { rank == 0 ? 0.6 : rank == 1 ? 0.15 : 0.05 }

    private static func place(_ depth: Int, _ rank: Int) -> Int {
        (min(max(depth, 1), depths) - 1) * ranks + min(rank, ranks - 1)
    }

    private static func bucket(_ depth: Int, _ rank: Int, _ probability: Double) -> Int {
        let coarseDepth = min(max(depth, 1), coarseDepths) - 1
        return (coarseDepth * ranks + min(rank, ranks - 1)) * confidences + confidence(probability)
    }

    /// Narrow towards certainty, where a small difference decides on long paths.
    private static func confidence(_ probability: Double) -> Int {
        let edges = (0.02, 0.08, 0.2, 0.4, 0.6, 0.8, 0.95)
        if probability < edges.3 {
            return probability < edges.0 ? 0 : probability < edges.1 ? 1 : probability < edges.2 ? 2 : 3
        }
        return probability < edges.4 ? 4 : probability < edges.5 ? 5 : probability < edges.6 ? 6 : 7
    }
}

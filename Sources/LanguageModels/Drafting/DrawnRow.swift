import Foundation
public import Speculation

/// A row of a draft network's logits to draw children from, for as many nodes as it stands for.
///
/// Drawn from is the row's softmax at the temperature that the target's tokens are drawn with. Top-k, top-p and min-p are
/// left to the target's side: they may be applied to one side alone without loss of exactness, and a draft whose
/// distribution they cut runs out of tokens sooner than it gains acceptance.
public struct DrawnRow: Sendable {
    /// What children are drawn from.
    public let proposal: Proposal

    /// The row, and what its log-probabilities subtract: without temperature.
    private let logits: [Float]
    private let logSumExp: Float

    /// Prepares a row.
    ///
    /// - Parameters:
    ///   - row: Finite logits, at least one.
    ///   - tokens: The target's token of each place of the row; nil for the first of its vocabulary.
    ///   - draw: Whether siblings are drawn independently or without replacement.
    ///   - temperature: Above 0.
    public init(_ row: ArraySlice<Float>, tokens: [Token]?, draw: DrawMode, temperature: Double) {
        logits = Array(row)
        let largest = logits.max() ?? 0
        let scale = Float(1 / temperature)
        let weights = logits.map { exp(($0 - largest) * scale) }
        proposal = Proposal(tokens: tokens, weights: weights, draw: draw)
        let unscaled = scale == 1 ? weights : logits.map { exp($0 - largest) }
        let sum = unscaled.reduce(0) { $0 + Double($1) }
        logSumExp = largest + Float(log(sum))
    }

    /// Draws children of a node.
    ///
    /// - Parameters:
    ///   - count: How many are asked for.
    ///   - node: Whose they are.
    ///   - candidates: What to append them to, with what they were drawn from.
    ///   - random: The draft's chance.
    public func append(
        _ count: Int, below node: Int, to candidates: inout Candidates, using random: inout SeededRandom
    ) {
        for place in proposal.places(count, using: &random) {
            candidates.append(proposal.token(at: place), after: node, logProbability: logits[place] - logSumExp)
        }
        candidates.proposals[node] = proposal
    }
}

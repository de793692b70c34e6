public import Speculation

/// Judges a drawn chain as a whole, so that a token may be saved by those after it.
///
/// Block verification (Sun et al. 2024, arXiv 2403.10444), which accepts at least as many tokens of a chain as judging them
/// one by one. P(0) = 1 and P(i) = min(1, P(i - 1) p(xᵢ) / q(xᵢ)); with S(i) = Σ (P(i) p - q)+ after xᵢ, the coin of place i
/// succeeds with S(i) / (S(i) + 1 - P(i)), that of the last place with P. All tokens up to the last success are accepted, and
/// the bonus is drawn from (P p - q)+ over its sum there, or from p after the whole chain. At temperature 0 it is the greedy
/// rule.
public struct BlockVerifier: Verifier, Plugin {
    /// The word that strategy files use.
    public static let name = "block"

    /// What `espalier plugins` says of it.
    public static let summary = "Judges a drawn chain as a whole; exact (block verification, arXiv 2403.10444)."

    /// Exact at any temperature, for chains that were drawn.
    public let traits = VerifierTraits(
        guarantee: .exact, draws: [.independent, .withoutReplacement], needsChain: true)

    private var places: [DraftedRest] = []
    private var shares: [Double] = []

    /// Makes the verifier.
    public init() {}

    /// Makes the verifier, which has no options.
    public init(from options: inout OptionReader) {}

    /// Tosses the places' coins from the last one backwards, for only the last success counts.
    public mutating func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        if sampling.isGreedy { return tree.greedyDescent(by: scores) }
        return judge(tree, using: &chance) { sampling.distribution(of: scores.row($0)) }
    }

    /// Judges at temperatures above 0, given the target's warped distribution after each node.
    package mutating func judge(
        _ tree: TokenTree, using chance: inout some Chance, distribution: (_ node: Int) -> [Double]
    ) -> Verdict {
        let last = tree.draftedCount
        precondition(tree.deepest == last, "a tree of \(last) drafted nodes, \(tree.deepest) deep, is no chain")
        weigh(tree, distribution)
        if chance.happens(with: shares[last]) {
            return Verdict(lastAccepted: last, bonus: chance.index(weightedBy: distribution(last)))
        }
        for place in stride(from: last - 1, to: 0, by: -1) {
            let excess = places[place].excess(over: tree.tokens[place + 1], share: shares[place])
            // Nothing beyond the draft, and nothing lost on the way: any share of nothing will do.
            let success = excess > 0 ? excess / (excess + 1 - shares[place]) : 0
            if chance.happens(with: success) { return verdict(at: place, of: tree, using: &chance) }
        }
        return verdict(at: 0, of: tree, using: &chance)
    }

    /// How much of the path to each place the target wants, at most all of it, and the distributions after it.
    private mutating func weigh(_ tree: TokenTree, _ distribution: (_ node: Int) -> [Double]) {
        places.removeAll(keepingCapacity: true)
        shares.removeAll(keepingCapacity: true)
        shares.append(1)
        for place in 0..<tree.draftedCount {
            places.append(DraftedRest(of: distribution(place), after: tree.proposals[place]))
            shares.append(min(1, places[place].acceptance(of: tree.tokens[place + 1], share: shares[place]) ?? 0))
        }
    }

    /// Accepts a place that others were drafted after, and none of those.
    private mutating func verdict(at place: Int, of tree: TokenTree, using chance: inout some Chance) -> Verdict {
        places[place].refuse(tree.tokens[place + 1], share: shares[place])
        return Verdict(lastAccepted: place, bonus: chance.index(weightedBy: places[place].target))
    }
}

public import Speculation
public import Tensors

/// Turns a draft network's logits into candidates: the most probable tokens below each node of a frontier.
public struct FrontierCandidates: Sendable {
    private var best = TopCandidates()
    private var found = Candidates()

    /// Makes empty buffers.
    public init() {}

    /// The most probable children of each node, best first.
    ///
    /// - Parameters:
    ///   - frontier: The nodes and how many children each gets.
    ///   - logits: One row for each node, `[nodes, draftVocabularySize]`.
    ///   - count: How many of a row's first tokens may be proposed, the others having no probability; nil for all.
    ///   - token: The target's token of a draft id.
    /// - Returns: Children with their log-probabilities; the list is lent, and written anew by the next call.
    public mutating func candidates(
        for frontier: Frontier, from logits: Matrix, first count: Int? = nil, token: (Int) -> Token = { $0 }
    ) -> Candidates {
        found.removeAll()
        for (row, node) in frontier.nodes.enumerated() {
            best.select(frontier.widths[row], from: logits[row].prefix(count ?? logits.columns))
            for place in 0..<best.count {
                let (index, logProbability) = best[place]
                found.append(token(index), after: node, logProbability: logProbability)
            }
        }
        return found
    }
}

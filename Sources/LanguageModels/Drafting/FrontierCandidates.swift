public import Speculation
public import Tensors

/// Turns a draft network's logits into candidates: below each node of a frontier the most probable tokens, or drawn ones.
public struct FrontierCandidates: Sendable {
    private let draw: DrawMode
    private var temperature: Double
    private var random: SeededRandom
    private var best = TopCandidates()
    private var found = Candidates()

    /// Makes empty buffers.
    ///
    /// - Parameters:
    ///   - draw: How children are chosen; any way but retrieving.
    ///   - beginning: How the sequence's tokens are drawn from the target, and the draft's chance.
    public init(draw: DrawMode = .topK, for beginning: DraftBeginning = DraftBeginning()) {
        precondition(draw != .retrieved, "a network's children are not retrieved")
        self.draw = draw
        temperature = beginning.sampling.temperature
        random = beginning.random
    }

    /// Turns to another answer.
    ///
    /// - Parameter beginning: How its tokens are drawn from the target, and the draft's chance.
    public mutating func begin(_ beginning: DraftBeginning) {
        temperature = beginning.sampling.temperature
        random = beginning.random
    }

    /// The children of each node: most probable first, or in the order drawn.
    ///
    /// Where the target is greedy, so are drafts that draw: what they would draw at temperature 0 is the most probable token,
    /// and the next best ones are what is left without it.
    ///
    /// - Parameters:
    ///   - frontier: The nodes and how many children each gets.
    ///   - logits: One row for each node, `[nodes, draftVocabularySize]`.
    ///   - count: How many of a row's first tokens may be proposed, the others having no probability; nil for all.
    ///   - tokens: The target's token of each draft id; nil where they are the same.
    /// - Returns: Children with their log-probabilities; the list is lent, and written anew by the next call.
    public mutating func candidates(
        for frontier: Frontier, from logits: Matrix, first count: Int? = nil, tokens: [Token]? = nil
    ) -> Candidates {
        found.removeAll()
        for (row, node) in frontier.nodes.enumerated() {
            let (width, row) = (frontier.widths[row], logits[row].prefix(count ?? logits.columns))
            if draw != .topK && temperature > 0 {
                DrawnRow(row, tokens: tokens, draw: draw, temperature: temperature)
                    .append(width, below: node, to: &found, using: &random)
            } else {
                best.select(width, from: row)
                for place in 0..<best.count {
                    let (index, logProbability) = best[place]
                    found.append(tokens?[index] ?? index, after: node, logProbability: logProbability)
                }
            }
        }
        return found
    }
}

import Speculation

/// One sequence that recycles candidates; all it knows is in the table.
struct TokenRecyclingSession: DraftSession {
    let table: CandidateTable
    private var candidates = Candidates()

    init(table: CandidateTable) { self.table = table }

    mutating func commit(_ commitment: Commitment) throws {
        if let round = commitment.round { table.note(round.scores, of: round.tree) }
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {}

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            table.forEachCandidate(after: tree.tokens[node], most: width) { token, logProbability in
                candidates.append(token, after: node, logProbability: logProbability)
            }
        }
        return candidates
    }
}

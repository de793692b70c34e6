import Speculation

/// One sequence of a scripted draft.
struct ScriptedDraftSession: DraftSession {
    private let draft: ScriptedDraft
    private var history: [Token] = []
    private var random: SeededRandom

    private var expanded: Set<Int> = []

    init(_ draft: ScriptedDraft, _ random: SeededRandom) {
        self.draft = draft
        self.random = random
    }

    mutating func beginRound() { expanded = [] }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<history.count ~= count, "\(count) of \(history.count - 1) tokens to retain")
        history.removeLast(history.count - 1 - count)
        random = beginning.random
    }

    mutating func commit(_ commitment: Commitment) throws {
        if draft.features != nil, (commitment.features as? ScriptedFeatures)?.tokens != commitment.tokens {
            throw ScriptedTargetError("the features are not those of the committed tokens")
        }
        if let root = history.popLast(), root != commitment.tokens.first {
            throw ScriptedTargetError("the commitment begins with another token than the one announced")
        }
        history += commitment.tokens + [commitment.next]
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        guard history.last == tree.tokens[0] else {
            throw ScriptedTargetError("the tree's root is not the token that was announced")
        }
        for node in frontier.nodes {
            guard node == 0 || expanded.contains(tree.parents[node]) else {
                throw ScriptedTargetError("node \(node) is expanded before its parent")
            }
            guard expanded.insert(node).inserted else { throw ScriptedTargetError("node \(node) is expanded twice") }
        }
        return draft.candidates(for: frontier, of: tree, after: history, using: &random)
    }
}

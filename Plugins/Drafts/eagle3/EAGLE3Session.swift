import LanguageModels
import Speculation
import Tensors

/// One sequence of a head.
///
/// Row p pairs the feature of token p with the embedding of token p + 1 and predicts token p + 2, at rotary position
/// p. The *stable* rows come from the target's features; a tree node's row stands behind them and takes its parent's
/// output as its feature. Accepted nodes are computed anew from true features, since those differ from the head's own.
struct EAGLE3Session: DraftSession {
    /// So many committed tokens wait at most for the next round that drafts: a prompt is read in pieces.
    private static let mostPending = TransformerSession.rowsOfPiece

    private var pass: EAGLE3Pass

    /// Features of committed tokens that have no row yet, and the token that follows each.
    private var pendingFeatures: Matrix
    private var pendingTokens: [Token] = []

    /// How many rows stand on true features.
    private var stableRows = 0

    /// The expanded nodes of the growing tree; their rows follow the root's, which is the last stable one.
    private var rows = FrontierRows()

    /// Whether the root of this round has been asked about.
    private var hasRoot = false

    /// The head's output for the root and then every expanded node, `[1 + expanded, hidden]`.
    private var outputs: Matrix

    /// What the pass at hand takes in: its nodes' tokens, and the outputs of their parents with their places.
    private var tokens: [Token] = []
    private var parentOutputs: Matrix
    private var parentPlaces: [Int] = []

    private var committed = LayerBatch()
    private var ranking: FrontierCandidates

    init(_ draft: EAGLE3Draft, _ beginning: DraftBeginning) {
        let head = draft.head
        pass = EAGLE3Pass(head, slots: beginning.likelySlots)
        ranking = FrontierCandidates(draw: draft.draw, for: beginning)
        pendingFeatures = Matrix(rows: 0, columns: head.configuration.featureWidth)
        outputs = Matrix(rows: 1, columns: head.configuration.stateWidth)
        parentOutputs = outputs
    }

    mutating func commit(_ commitment: Commitment) throws {
        guard let features = commitment.features as? LayerFeatures else {
            throw pass.head.checkpoint.error("the target gave no features for the head to read")
        }
        if !pendingTokens.isEmpty && pendingTokens.count + commitment.tokens.count > Self.mostPending {
            try readPending()
        }
        if commitment.round == nil && pendingFeatures.rows == 0 {
            // Those of a prompt are made for the draft, and many: no copy. Those of a round lie where the next one's will.
            pendingFeatures = features.states
        } else {
            pendingFeatures.appendRows(of: features.states, after: pendingFeatures.rows)
        }
        pendingTokens.append(contentsOf: commitment.tokens.dropFirst())
        pendingTokens.append(commitment.next)
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0...(stableRows + pendingTokens.count) ~= count, "\(count) rows to retain")
        stableRows = min(stableRows, count)
        pendingTokens.removeLast(stableRows + pendingTokens.count - count)
        pendingFeatures.truncate(to: pendingTokens.count)
        ranking.begin(beginning)
    }

    mutating func beginRound() {
        rows.removeAll()
        hasRoot = false
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        if hasRoot {
            try readNodes(frontier.nodes, of: tree)
        } else {
            precondition(frontier.nodes == [0], "a round begins with the root's children")
            try readCommitted()
            hasRoot = true
        }
        return ranking.candidates(for: frontier, from: pass.logits, tokens: pass.head.vocabulary.targetTokens)
    }

    /// Gives every committed token its stable row; the last one's output is the root's.
    private mutating func readCommitted() throws {
        precondition(!pendingTokens.isEmpty, "a round without a token to grow from")
        try readPending()
        outputs.copyRow(0, from: pass.states, row: 0)
    }

    /// Gives the pending tokens their stable rows; the pass is left with the last one's output.
    private mutating func readPending() throws {
        committed.reset(causalAfter: stableRows, rows: pendingTokens.count, route: .throughput)
        try pass.run(pendingTokens, features: .target(pendingFeatures), in: committed, asking: 1)
        stableRows += pendingTokens.count
        pendingFeatures.resize(rows: 0)
        pendingTokens.removeAll(keepingCapacity: true)
    }

    /// Runs nodes of the tree, each on its parent's output, seeing the stable rows and its own ancestors.
    private mutating func readNodes(_ nodes: [Int], of tree: TokenTree) throws {
        let outputsBefore = 1 + rows.count
        let batch = rows.append(nodes, of: tree, past: stableRows)
        tokens.removeAll(keepingCapacity: true)
        parentPlaces.removeAll(keepingCapacity: true)
        for node in nodes {
            tokens.append(tree.tokens[node])
            parentPlaces.append(tree.parents[node] == 0 ? 0 : 1 + rows.place(ofExpanded: tree.parents[node]))
        }
        parentOutputs.gather(parentPlaces, of: outputs)
        try pass.run(tokens, features: .own(parentOutputs), in: batch)
        outputs.appendRows(of: pass.states, after: outputsBefore)
    }
}

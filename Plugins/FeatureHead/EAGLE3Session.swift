import LanguageModels
import Speculation
import Tensors

/// One sequence of an EAGLE-3 head.
///
/// Row p pairs the feature of token p with the embedding of token p + 1 and predicts token p + 2, at rotary position
/// p. The *stable* rows come from the target's features; a tree node's row stands behind them and takes its parent's
/// output as its feature. Accepted nodes are computed anew from true features, since those differ from the head's own.
struct EAGLE3Session: DraftSession {
    private var pass: EAGLE3Pass

    /// Features of committed tokens that have no row yet, and the token that follows each.
    private var pendingFeatures: [LayerFeatures] = []
    private var pendingTokens: [Token] = []

    /// How many rows stand on true features.
    private var stableRows = 0

    /// For each node of the growing tree its row in `outputs`, or -1; the root's is the last stable row.
    private var rowOfNode: [Int] = []

    /// The head's output for the root and every expanded node, `[expanded, hidden]`.
    private var outputs: Matrix
    private var expanded = 0

    private var best = TopCandidates()

    init(_ head: EAGLE3Head) {
        pass = EAGLE3Pass(head)
        outputs = Matrix(rows: 1, columns: head.configuration.hiddenSize)
    }

    mutating func commit(_ commitment: Commitment) throws {
        guard let features = commitment.features as? LayerFeatures else {
            throw pass.head.checkpoint.error("the target gave no features for the head to read")
        }
        pendingFeatures.append(features)
        pendingTokens += commitment.tokens.dropFirst() + [commitment.next]
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        if frontier.nodes == [0] {
            try readCommitted()
        } else {
            try readNodes(frontier.nodes, of: tree)
        }
        var candidates = Candidates(capacity: frontier.widths.reduce(0, +))
        for (row, node) in frontier.nodes.enumerated() {
            best.select(frontier.widths[row], from: pass.logits[frontier.nodes == [0] ? 0 : row])
            for place in 0..<best.count {
                let (index, logProbability) = best[place]
                candidates.append(
                    pass.head.vocabulary.targetTokens[index], after: node, logProbability: logProbability)
            }
        }
        return candidates
    }

    /// Gives every committed token its stable row; the last one's output is the root's.
    private mutating func readCommitted() throws {
        if !pendingTokens.isEmpty {
            let batch = LayerBatch.causal(past: stableRows, rows: pendingTokens.count, route: .throughput)
            try pass.run(pendingTokens, features: .target(pendingFeatures), in: batch, logits: .last)
            stableRows += pendingTokens.count
            outputs.copyRow(0, from: pass.states, row: pass.states.rows - 1)
            pendingFeatures.removeAll(keepingCapacity: true)
            pendingTokens.removeAll(keepingCapacity: true)
        }
        rowOfNode.removeAll(keepingCapacity: true)
        rowOfNode.append(0)
        expanded = 1
    }

    /// Runs nodes of the tree, each on its parent's output, seeing the stable rows and its own ancestors.
    private mutating func readNodes(_ nodes: [Int], of tree: TokenTree) throws {
        var visibility = Visibility()
        var positions: [Int32] = []
        var parentRows: [Int] = []
        rowOfNode += repeatElement(-1, count: max(tree.count - rowOfNode.count, 0))
        for (place, node) in nodes.enumerated() {
            rowOfNode[node] = expanded + place
            // Row 0 is the root's, which is the last stable row: node rows follow it in the cache.
            visibility.append(leading: stableRows, listed: tree.path(to: node).map { stableRows - 1 + rowOfNode[$0] })
            positions.append(Int32(stableRows + tree.depths[node] - 1))
            parentRows.append(rowOfNode[tree.parents[node]])
        }
        let batch = LayerBatch(
            positions: positions, visibility: visibility, firstSlot: stableRows - 1 + expanded, route: .rowExact)
        try pass.run(
            nodes.map { tree.tokens[$0] }, features: .own(outputs.gathering(parentRows)), in: batch, logits: .all)
        outputs.appendRows(of: pass.states, after: expanded)
        expanded += nodes.count
    }
}

import LanguageModels
import Speculation
import Tensors

/// One sequence of Medusa heads: all it keeps of the text is the target's state at the last committed token.
///
/// A depth's head runs when its children are first asked for, so that trees which end early cost no more than they show.
struct MedusaSession: DraftSession {
    private let heads: MedusaHeads
    private let draw: DrawMode
    private var beginning: DraftBeginning
    private var operations = StoredOperations(rotations: [])

    /// `[1, width]`, or no row before the first commitment.
    private var state: Matrix

    /// The best tokens of each depth.
    private var rankings: [TopCandidates]

    /// How many of them were asked for in this round; 0 where the head has not run.
    private var rankedWidths: [Int]

    /// What each depth's children are drawn from; nil where its head has not run, or where none are drawn.
    private var drawn: [DrawnRow?]

    private var found = Candidates()

    init(_ draft: MedusaDraft, _ beginning: DraftBeginning) {
        heads = draft.heads
        draw = draft.draw
        self.beginning = beginning
        state = Matrix(rows: 0, columns: heads.width)
        rankings = [TopCandidates](repeating: TopCandidates(), count: heads.count)
        rankedWidths = [Int](repeating: 0, count: heads.count)
        drawn = [DrawnRow?](repeating: nil, count: heads.count)
    }

    mutating func commit(_ commitment: Commitment) throws {
        guard let features = commitment.features as? LayerFeatures else {
            throw heads.error("the target gave no final states for the heads to read")
        }
        state.resize(rows: 1)
        state.copyRow(0, from: features.states, row: features.states.rows - 1)
    }

    /// The token before the announced one is committed anew, with its state.
    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        state.resize(rows: 0)
        self.beginning = beginning
    }

    mutating func beginRound() {
        for depth in rankedWidths.indices {
            rankedWidths[depth] = 0
            drawn[depth] = nil
        }
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        precondition(state.rows == 1, "a round without a token to grow from")
        found.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) where tree.depths[node] < heads.count {
            let depth = tree.depths[node]
            if draw != .topK && !beginning.sampling.isGreedy {
                try row(depth).append(width, below: node, to: &found, using: &beginning.random)
                continue
            }
            if rankedWidths[depth] < width {
                try rank(depth, width: widest(at: depth, in: frontier, of: tree))
            }
            for place in 0..<min(width, rankings[depth].count) {
                let (token, logProbability) = rankings[depth][place]
                found.append(token, after: node, logProbability: logProbability)
            }
        }
        return found
    }

    /// How many children any node of a depth is to get: its head runs once for all of them.
    private func widest(at depth: Int, in frontier: Frontier, of tree: TokenTree) -> Int {
        zip(frontier.nodes, frontier.widths).reduce(0) { widest, entry in
            tree.depths[entry.0] == depth ? max(widest, entry.1) : widest
        }
    }

    private mutating func rank(_ depth: Int, width: Int) throws {
        rankings[depth].select(width, from: try logits(depth)[0])
        rankedWidths[depth] = width
    }

    /// What a depth's children are drawn from.
    private mutating func row(_ depth: Int) throws -> DrawnRow {
        if let row = drawn[depth] { return row }
        let row = DrawnRow(
            try logits(depth)[0], tokens: nil, draw: draw, temperature: beginning.sampling.temperature)
        drawn[depth] = row
        return row
    }

    /// Runs the head of a depth's children.
    private mutating func logits(_ depth: Int) throws -> Matrix {
        operations.begin(Self.noRows)
        let logits = heads[depth].logits(of: state, on: &operations)
        guard logits.isFinite() else { throw heads.explainNonFinite() }
        return logits
    }

    /// Nothing of a head depends on where a row stands.
    private static let noRows = LayerBatch()
}

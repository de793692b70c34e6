import Autograd
import LanguageModels
import Speculation
import Tensors

/// Grows the strategy's own trees at many positions of one sequence at once.
///
/// Each level of all trees is one pass of the head: every node sees the rows before its root and its own ancestors, as
/// in decoding. No gradient flows through a tree.
struct DraftForest {
    private let pass: SequencePass
    private let tokens: [Token]
    private let builder: any TreeBuilder
    private let contextLimit: Int
    private var ranking = FrontierCandidates()

    /// How many rows the head has run for trees, and how many got logits.
    private(set) var grownRows = 0
    private(set) var logitRows = 0

    /// More trees at a time would only take more memory.
    private static let treesAtATime = 64

    init(_ pass: SequencePass, tokens: [Token], builder: any TreeBuilder, contextLimit: Int) {
        self.pass = pass.detached()
        self.tokens = tokens
        self.builder = builder
        self.contextLimit = contextLimit
    }

    /// The pruned trees after positions, in their order.
    mutating func trees(at positions: [Int]) throws -> [TokenTree] {
        var trees: [TokenTree] = []
        for start in stride(from: 0, to: positions.count, by: Self.treesAtATime) {
            trees += try grow(Array(positions[start..<min(start + Self.treesAtATime, positions.count)]))
        }
        return trees
    }

    /// A tree in growth.
    private struct Sapling {
        let position: Int
        let situation: RoundSituation
        var builder: any TreeBuilder
        var tree: TokenTree
        /// For each node that was expanded its place among the rows grown; the root's row is the pass's own.
        var places: [Int: Int] = [:]
    }

    private mutating func grow(_ positions: [Int]) throws -> [TokenTree] {
        var saplings = positions.map { position in
            Sapling(
                position: position,
                situation: RoundSituation(
                    contextLength: position, remainingDepth: max(contextLimit - position - 2, 0)),
                builder: builder, tree: TokenTree(root: tokens[position]))
        }
        var operations = pass.operations
        var outputs = DenseMatrix<Float>(rows: 0, columns: pass.states.columns)
        var growing = Array(saplings.indices)
        while !growing.isEmpty {
            var wanted: [(sapling: Int, frontier: Frontier)] = []
            for index in growing where saplings[index].tree.deepest < saplings[index].situation.remainingDepth {
                let frontier = saplings[index].builder.nextFrontier(
                    of: saplings[index].tree, in: saplings[index].situation)
                if let frontier { wanted.append((index, frontier)) }
            }
            let candidates = try expand(wanted, of: &saplings, on: &operations, outputs: &outputs)
            growing = []
            for ((index, _), found) in zip(wanted, candidates) where found.count > 0 {
                saplings[index].tree.attach(found)
                growing.append(index)
            }
        }
        return saplings.indices.map { index in
            let grown = saplings[index].tree
            return saplings[index].builder.prune(grown, in: saplings[index].situation)
                .limited(toDepth: saplings[index].situation.remainingDepth)
        }
    }

    /// The children of all frontiers, computed in one pass.
    private mutating func expand(
        _ wanted: [(sapling: Int, frontier: Frontier)], of saplings: inout [Sapling],
        on operations: inout TapeOperations<Float>, outputs: inout DenseMatrix<Float>
    ) throws -> [Candidates] {
        var run = ForestRows()
        for (index, frontier) in wanted {
            for node in frontier.nodes where node != 0 && saplings[index].places[node] == nil {
                saplings[index].places[node] = outputs.rows + run.count
                run.append(
                    node, of: saplings[index].tree, position: saplings[index].position, firstSlot: pass.rows,
                    places: saplings[index].places)
            }
        }
        if run.count > 0 {
            operations.begin(positions: run.positions, seeing: run.visibility)
            let parents = DenseMatrix.stacked(
                run.parents.map { parent in
                    switch parent {
                    case .root(let row): (pass.states.value, row)
                    case .grown(let place): (outputs, place)
                    }
                }, columns: outputs.columns)
            let states = pass.head.advance(
                Variable(constant: parents), tokens: run.tokens, with: pass.weights, on: &operations)
            outputs = outputs.extended(by: states.value)
            grownRows += run.count
        }
        return try rank(wanted, saplings, outputs)
    }

    private mutating func rank(
        _ wanted: [(sapling: Int, frontier: Frontier)], _ saplings: [Sapling], _ outputs: DenseMatrix<Float>
    ) throws -> [Candidates] {
        let rows = wanted.flatMap { index, frontier in
            frontier.nodes.map { node in
                guard let place = saplings[index].places[node] else {
                    precondition(node == 0, "node \(node) was not expanded")
                    return (pass.states.value, saplings[index].position - 1)
                }
                return (outputs, place)
            }
        }
        guard !rows.isEmpty else { return [] }
        let states = DenseMatrix.stacked(rows, columns: outputs.columns)
        let logits = pass.head.logits(of: Variable(constant: states), with: pass.weights).value
        guard logits.isFinite() else { throw TrainingError.notFinite("the draft's logits in a tree") }
        logitRows += rows.count
        let vocabulary = pass.head.shape.vocabulary
        var start = 0
        return wanted.map { _, frontier in
            let range = start..<start + frontier.nodes.count
            start = range.upperBound
            return ranking.candidates(
                for: frontier, from: Matrix(logits.cutting(rows: range, columns: 0..<logits.columns))
            ) { vocabulary[$0] }
        }
    }
}

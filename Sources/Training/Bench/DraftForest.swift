import Autograd
import LanguageModels
import Speculation
import Tensors

/// Grows the strategy's own trees at many positions of one sequence at once.
///
/// Each level of all trees is one pass of the draft: every node sees the rows before its root and its own ancestors, as
/// in decoding. No gradient flows through a tree.
struct DraftForest {
    private let rollOut: any DraftRollOut
    private let tokens: [Token]
    private let vocabulary: [Token]
    private let builder: any TreeBuilder
    private let declared: DeclaredLimits
    private let contextLimit: Int
    private var ranking = FrontierCandidates()

    /// The operations of all passes over nodes.
    private(set) var operationCount = 0.0

    /// More trees at a time would only take more memory.
    private static let treesAtATime = 64

    init(
        _ rollOut: any DraftRollOut, tokens: [Token], vocabulary: [Token], builder: any TreeBuilder, contextLimit: Int
    ) {
        self.rollOut = rollOut.detached()
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.builder = builder
        declared = DeclaredLimits(of: builder)
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
    private struct GrowingTree {
        let position: Int
        let situation: RoundSituation
        var builder: any TreeBuilder
        var tree: TokenTree
        /// The number under which the draft has run each node.
        var numbers: [Int: Int] = [:]

        /// The numbers of a node and its ancestors below the root.
        func path(to node: Int) -> [Int] {
            tree.path(to: node).map { ancestor in
                guard let number = numbers[ancestor] else {
                    preconditionFailure("node \(node) grows before its parent")
                }
                return number
            }
        }
    }

    private mutating func grow(_ positions: [Int]) throws -> [TokenTree] {
        var trees = positions.map { position in
            GrowingTree(
                position: position,
                situation: RoundSituation(
                    contextLength: position, remainingDepth: max(contextLimit - position - 2, 0)),
                builder: builder, tree: TokenTree(root: tokens[position]))
        }
        var rollOut = rollOut
        var runCount = 0
        let before = rollOut.operationCount
        var growing = Array(trees.indices)
        while !growing.isEmpty {
            var wanted: [(tree: Int, frontier: Frontier)] = []
            for index in growing where trees[index].tree.deepest < trees[index].situation.remainingDepth {
                let frontier = trees[index].builder.nextFrontier(of: trees[index].tree, in: trees[index].situation)
                guard let frontier else { continue }
                try declared.check(frontier, of: trees[index].tree)
                wanted.append((index, frontier))
            }
            run(wanted, of: &trees, on: &rollOut, count: &runCount)
            let candidates = try rank(wanted, trees, on: &rollOut)
            growing = []
            for ((index, _), found) in zip(wanted, candidates) where found.count > 0 {
                trees[index].tree.attach(found)
                growing.append(index)
            }
        }
        operationCount += rollOut.operationCount - before
        return try trees.indices.map { index in
            let grown = trees[index].tree
            let pruned = trees[index].builder.prune(grown, in: trees[index].situation)
            try declared.check(pruned)
            return pruned.limited(toDepth: trees[index].situation.remainingDepth)
        }
    }

    /// Runs the nodes of all frontiers in one pass.
    private func run(
        _ wanted: [(tree: Int, frontier: Frontier)], of trees: inout [GrowingTree], on rollOut: inout any DraftRollOut,
        count: inout Int
    ) {
        var nodes = RollOutNodes()
        for (index, frontier) in wanted {
            for node in frontier.nodes where node != 0 && trees[index].numbers[node] == nil {
                trees[index].numbers[node] = count
                count += 1
                nodes.append(
                    trees[index].tree.tokens[node], below: trees[index].position, path: trees[index].path(to: node))
            }
        }
        if nodes.count > 0 { rollOut.run(nodes) }
    }

    /// The children of all frontiers, their logits computed at once.
    private mutating func rank(
        _ wanted: [(tree: Int, frontier: Frontier)], _ trees: [GrowingTree], on rollOut: inout any DraftRollOut
    ) throws -> [Candidates] {
        let places = wanted.flatMap { index, frontier in
            frontier.nodes.map { node in
                trees[index].numbers[node].map { RollOutPlace.node($0) } ?? .position(trees[index].position)
            }
        }
        guard !places.isEmpty else { return [] }
        let logits = rollOut.logits(after: places).value
        guard logits.isFinite() else { throw TrainingError.notFinite("the draft's logits in a tree") }
        var start = 0
        return wanted.map { _, frontier in
            let range = start..<start + frontier.nodes.count
            start = range.upperBound
            return ranking.candidates(
                for: frontier, from: Matrix(logits.cutting(rows: range, columns: 0..<logits.columns)),
                tokens: vocabulary)
        }
    }
}

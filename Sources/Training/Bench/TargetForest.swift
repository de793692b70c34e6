import Autograd
import LanguageModels
import Speculation
import Tensors

/// Asks the target about the nodes of many trees over one sequence, in few passes on top of the sequence's own.
///
/// A node's probability needs the logits at its parent only, so leaves are never run. At temperature 0 nothing but the
/// greedy path can have a probability: it is followed along the sequence for as long as the sequence is the target's own
/// choice, which costs nothing, and then level by level.
struct TargetForest {
    private let tokens: [Token]
    private let reading: TargetReading
    private let model: Transformer
    private var session: TransformerSession?

    /// How many nodes the target has run.
    private(set) var rows = 0

    /// So many rows of logits exist at a time.
    private static let rowsOfPiece = 256

    init(_ reading: TargetReading, tokens: [Token], of model: Transformer) {
        self.tokens = tokens
        self.reading = reading
        self.model = model
    }

    /// The target's opinion on trees; every tree's root is the token of its position.
    mutating func opinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double
    ) throws -> [TreeOpinion] {
        temperature > 0
            ? try softOpinions(on: trees, at: positions, temperature: temperature)
            : try greedyOpinions(on: trees, at: positions)
    }

    /// A node of one of the trees.
    private struct Place: Hashable {
        let tree: Int
        let node: Int
    }

    private mutating func softOpinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double
    ) throws -> [TreeOpinion] {
        let children = trees.map { $0.childLists() }
        var probabilities = trees.map { tree in [Double](repeating: 0, count: tree.count).with(1, at: 0) }
        var choices: [Place: Token] = [:]
        let inner = trees.indices.flatMap { tree in
            children[tree].indices.filter { !children[tree][$0].isEmpty }.map { Place(tree: tree, node: $0) }
        }
        var slots: [Place: Int] = [:]
        try run(inner, of: trees, at: positions, slots: &slots) { place, logits in
            let scaled = DenseMatrix(row: logits.map { $0 / Float(temperature) })
            let logSum = scaled.rowLogSums()[0]
            choices[place] = scaled.greatestColumns()[0]
            for child in children[place.tree][place.node] {
                let token = trees[place.tree].tokens[child]
                let share = Double.exponential(Double(scaled.values[token] - logSum))
                probabilities[place.tree][child] = probabilities[place.tree][place.node] * share
            }
        }
        return trees.indices.map { tree in
            var path: [Int] = []
            var node = 0
            while let choice = choices[Place(tree: tree, node: node)],
                let child = children[tree][node].first(where: { trees[tree].tokens[$0] == choice })
            {
                path.append(child)
                node = child
            }
            return TreeOpinion(probabilities: probabilities[tree], acceptedPath: path)
        }
    }

    private mutating func greedyOpinions(on trees: [TokenTree], at positions: [Int]) throws -> [TreeOpinion] {
        var paths = trees.map { _ in [Int]() }
        var open: [Place] = []
        for (tree, position) in positions.enumerated() {
            var (node, place) = (0, position)
            while let child = trees[tree].child(of: node, holding: reading.best(after: place)) {
                paths[tree].append(child)
                node = child
                guard place + 1 < tokens.count, tokens[place + 1] == reading.best(after: place) else {
                    open.append(Place(tree: tree, node: node))
                    break
                }
                place += 1
            }
        }
        var slots: [Place: Int] = [:]
        while !open.isEmpty {
            // Ancestors of the first open nodes have no slots yet: what a node sees must have been run.
            let missing = open.flatMap { place in
                trees[place.tree].path(to: place.node).map { Place(tree: place.tree, node: $0) }
            }.filter { slots[$0] == nil }
            let wanted = Set(open)
            var next: [Place] = []
            try run(missing, of: trees, at: positions, slots: &slots) { place, logits in
                guard wanted.contains(place) else { return }
                let choice = DenseMatrix(row: Array(logits)).greatestColumns()[0]
                guard let child = trees[place.tree].child(of: place.node, holding: choice) else { return }
                paths[place.tree].append(child)
                next.append(Place(tree: place.tree, node: child))
            }
            open = next
        }
        return zip(trees, paths).map { tree, path in
            var probabilities = [Double](repeating: 0, count: tree.count).with(1, at: 0)
            for node in path { probabilities[node] = 1 }
            return TreeOpinion(probabilities: probabilities, acceptedPath: path)
        }
    }

    /// Runs nodes, parents before children, and hands out their logits.
    private mutating func run(
        _ places: [Place], of trees: [TokenTree], at positions: [Int], slots: inout [Place: Int],
        _ body: (Place, ArraySlice<Float>) -> Void
    ) throws {
        guard !places.isEmpty else { return }
        var session = try self.session ?? reading.session(after: tokens, by: model)
        // Not shared, it is changed in place.
        self.session = nil
        defer { self.session = session }
        for start in stride(from: 0, to: places.count, by: Self.rowsOfPiece) {
            let piece = places[start..<min(start + Self.rowsOfPiece, places.count)]
            let firstSlot = tokens.count + slots.count
            var visibility = Visibility()
            for place in piece {
                slots[place] = tokens.count + slots.count
                let path = [0] + trees[place.tree].path(to: place.node)
                visibility.append(
                    leading: positions[place.tree],
                    listed: path.map { node in
                        // The sequence itself holds the root, which is run anew only where its logits are wanted.
                        slots[Place(tree: place.tree, node: node)] ?? positions[place.tree]
                    })
            }
            let batch = LayerBatch(
                positions: piece.map { Int32(positions[$0.tree] + trees[$0.tree].depths[$0.node]) },
                visibility: visibility, firstSlot: firstSlot, route: .throughput)
            try session.run(piece.map { trees[$0.tree].tokens[$0.node] }, in: batch, logits: .all)
            for (row, place) in piece.enumerated() { body(place, session.logits[row]) }
            rows += piece.count
        }
    }
}

extension Array {
    fileprivate func with(_ element: Element, at place: Int) -> [Element] {
        var copy = self
        copy[place] = element
        return copy
    }
}

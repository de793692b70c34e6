import Autograd
import Speculation

/// Drafts given token paths after positions of a sequence, all of them at once, level by level.
struct PathRun {
    private let paths: [[Token]]
    private let positions: [Int]
    private let draftIDs: [Token: Int]

    init(paths: [[Token]], positions: [Int], draftIDs: [Token: Int]) {
        precondition(paths.count == positions.count, "\(paths.count) paths at \(positions.count) positions")
        self.paths = paths
        self.positions = positions
        self.draftIDs = draftIDs
    }

    /// The log-probability of each path, `[paths.count, 1]`.
    ///
    /// - Parameter rollOut: The draft's way along the sequence; the paths' nodes are run on it.
    /// - Returns: The sums, open to gradients where the draft is.
    func logProbabilities(on rollOut: inout any DraftRollOut) -> Variable<Float> {
        var total = Variable(constant: DenseMatrix<Float>(rows: paths.count, columns: 1))
        var alive = paths.indices.filter { !paths[$0].isEmpty }
        /// For each path the numbers of its nodes so far.
        var trails = paths.map { _ in [Int]() }
        var (depth, count) = (0, 0)
        while !alive.isEmpty {
            let logits = rollOut.logits(
                after: alive.map { path in trails[path].last.map { .node($0) } ?? .position(positions[path]) })
            let found = logits.tokenLogProbabilities(alive.map { id(of: paths[$0][depth]) })
            total = total + found.scattered(to: alive, of: paths.count)
            alive = alive.filter { paths[$0].count > depth + 1 }
            guard !alive.isEmpty else { break }
            var nodes = RollOutNodes()
            for path in alive {
                trails[path].append(count)
                count += 1
                nodes.append(paths[path][depth], below: positions[path], path: trails[path])
            }
            rollOut.run(nodes)
            depth += 1
        }
        return total
    }

    private func id(of token: Token) -> Int {
        guard let id = draftIDs[token] else { preconditionFailure("the draft cannot propose token \(token)") }
        return id
    }
}

extension Variable {
    /// Puts numbers of a column to places of a longer one that is zero elsewhere.
    ///
    /// - Parameters:
    ///   - places: Where each row goes, `[rows]`, each at most once.
    ///   - count: The length of the result.
    /// - Returns: `[count, 1]`.
    func scattered(to places: [Int], of count: Int) -> Variable {
        precondition(columns == 1 && places.count == rows, "\(places.count) places for \(rows) × \(columns)")
        var sources = [Int](repeating: rows, count: count)
        for (source, place) in places.enumerated() { sources[place] = source }
        let zero = Variable(constant: DenseMatrix<Scalar>(rows: 1, columns: 1))
        return Variable.stacked([self, zero]).gatheringRows(sources)
    }
}

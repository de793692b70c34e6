import Autograd
import Speculation
import Tensors

/// Drafts given token paths after positions of a sequence, all of them at once, level by level.
struct PathRun {
    private let pass: SequencePass
    private let paths: [[Token]]
    private let positions: [Int]
    private let draftIDs: [Token: Int]

    /// How many rows the head has run, and how many got logits.
    private(set) var rows = 0
    private(set) var logitRows = 0

    init(_ pass: SequencePass, paths: [[Token]], positions: [Int], draftIDs: [Token: Int]) {
        precondition(paths.count == positions.count, "\(paths.count) paths at \(positions.count) positions")
        self.pass = pass
        self.paths = paths
        self.positions = positions
        self.draftIDs = draftIDs
    }

    /// The log-probability of each path, `[paths.count, 1]`.
    mutating func logProbabilities() -> Variable<Float> {
        var total = Variable(constant: DenseMatrix<Float>(rows: paths.count, columns: 1))
        var operations = pass.operations
        var alive = paths.indices.filter { !paths[$0].isEmpty }
        var states = pass.states.gatheringRows(alive.map { positions[$0] - 1 })
        /// For each path the places, among the rows run here, of its nodes so far.
        var trails = paths.map { _ in [Int]() }
        var depth = 0
        while !alive.isEmpty {
            let logits = pass.head.logits(of: states, with: pass.weights)
            logitRows += alive.count
            let found = logits.tokenLogProbabilities(alive.map { id(of: paths[$0][depth]) })
            total = total + found.scattered(to: alive, of: paths.count)
            let going = alive.indices.filter { paths[alive[$0]].count > depth + 1 }
            guard !going.isEmpty else { break }
            let entering = states.gatheringRows(going)
            alive = going.map { alive[$0] }
            states = advance(entering, alive, depth: depth, trails: &trails, on: &operations)
            depth += 1
        }
        return total
    }

    /// Runs the token at `depth` of each path that goes on.
    private mutating func advance(
        _ states: Variable<Float>, _ alive: [Int], depth: Int, trails: inout [[Int]],
        on operations: inout TapeOperations<Float>
    ) -> Variable<Float> {
        var visibility = Visibility()
        for path in alive {
            trails[path].append(rows)
            rows += 1
            visibility.append(leading: positions[path], listed: trails[path].map { pass.rows + $0 })
        }
        operations.begin(positions: alive.map { Int32(positions[$0] + depth) }, seeing: visibility)
        return pass.head.advance(
            states, tokens: alive.map { paths[$0][depth] }, with: pass.weights, on: &operations)
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

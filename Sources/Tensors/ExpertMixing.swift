/// The rows of a pass on their way through experts: who passes which, with what weight, and what has been added up so far.
///
/// Its storage serves pass after pass.
struct ExpertMixing: Sendable {
    /// The rows that pass the expert at hand, `[rows of the expert, width]`.
    private(set) var rows = Matrix(rows: 0, columns: 1)

    /// What has been added up, `[rows, width]`.
    private(set) var sums = Matrix(rows: 0, columns: 1)

    /// For each expert the rows that pass it, ascending, and their weights.
    private var passing: [[(row: Int, weight: Float)]] = []
    private var chosen: [Int] = []
    private var weights: [Float] = []
    private var selection: [Int] = []

    /// Lets each row choose its experts.
    ///
    /// - Parameters:
    ///   - scores: `[rows, experts]`.
    ///   - choice: How they choose.
    mutating func route(_ scores: Matrix, choosing choice: ExpertChoice) {
        while passing.count < scores.columns { passing.append([]) }
        for expert in passing.indices { passing[expert].removeAll(keepingCapacity: true) }
        for row in 0..<scores.rows {
            choice.choose(by: scores[row], experts: &chosen, weights: &weights)
            for (expert, weight) in zip(chosen, weights) { passing[expert].append((row, weight)) }
        }
    }

    /// Begins sums of zero for each row.
    mutating func begin(like input: Matrix) {
        if sums.columns != input.columns {
            sums = Matrix(rows: 0, columns: input.columns)
            rows = sums
        }
        sums.resize(rows: input.rows)
        sums.fill(with: 0)
    }

    /// Gathers the rows that pass an expert; false if there are none.
    mutating func gather(of input: Matrix, for expert: Int) -> Bool {
        guard !passing[expert].isEmpty else { return false }
        selection.removeAll(keepingCapacity: true)
        for (row, _) in passing[expert] { selection.append(row) }
        rows.gather(selection, of: input)
        return true
    }

    /// Adds what an expert made of its rows: since experts come in ascending order, so do every row's additions.
    mutating func add(_ results: Matrix, from expert: Int) {
        precondition(results.rows == passing[expert].count, "an expert that lost rows")
        for (place, (row, weight)) in passing[expert].enumerated() {
            sums.addRow(row, of: results, row: place, times: weight)
        }
    }
}

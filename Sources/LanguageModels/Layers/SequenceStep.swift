import Tensors

/// The next token of each of several sequences: where it stands, and what it sees of its own sequence.
struct SequenceStep: Sendable {
    /// The rotary position of each sequence's token, which is also its slot, `[sequences]`.
    let positions: [Int32]

    /// What each sees, its own slot included.
    let visibilities: [Visibility]

    /// The tokens after sequences of the given lengths, each placed as plain decoding places it.
    init(after lengths: [Int]) {
        positions = lengths.map(Int32.init)
        visibilities = lengths.map { .tree(past: $0, parents: [-1]) }
    }
}

/// Buffers for the attention of one row.
struct SequenceRow: Sendable {
    private(set) var queries: Matrix
    private(set) var keys: Matrix
    private(set) var values: Matrix
    var attended: Matrix

    /// Makes buffers as wide as those of a batch.
    init(queries: Matrix, keys: Matrix) {
        self.queries = Matrix(rows: 1, columns: queries.columns)
        self.keys = Matrix(rows: 1, columns: keys.columns)
        values = self.keys
        attended = self.queries
    }

    /// Copies one row of a batch.
    mutating func take(_ queries: Matrix, _ keys: Matrix, _ values: Matrix, row: Int) {
        self.queries.copyRow(0, from: queries, row: row)
        self.keys.copyRow(0, from: keys, row: row)
        self.values.copyRow(0, from: values, row: row)
    }
}

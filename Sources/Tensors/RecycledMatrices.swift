/// Results of a pass's operations, in storage that the next pass uses again.
///
/// A pass makes its matrices one after the other; after ``restart()`` the first is made in the storage of the first again,
/// and so on. Whoever still holds a matrix of an earlier pass keeps its numbers, at the price of a copy.
struct RecycledMatrices: Sendable {
    private var storages: [[Float]] = []
    private var taken = 0
    private var kept = 0

    /// Begins a pass.
    mutating func restart() {
        taken = 0
        kept = 0
    }

    /// The pass's next matrix, to be filled and given back to ``keep(_:)`` in the order taken; it has no rows yet.
    mutating func next(columns: Int) -> Matrix {
        if taken == storages.count { storages.append([]) }
        var storage: [Float] = []
        swap(&storage, &storages[taken])
        taken += 1
        return Matrix(reusing: storage, columns: columns)
    }

    /// The pass's next matrix, a copy of another; to be changed and given back like any.
    mutating func next(copying source: Matrix) -> Matrix {
        var copy = next(columns: source.columns)
        copy.assign(source)
        return copy
    }

    /// Takes note of the filled matrix's storage.
    ///
    /// - Returns: The matrix.
    mutating func keep(_ matrix: Matrix) -> Matrix {
        precondition(kept < taken, "a matrix that was not taken")
        storages[kept] = matrix.storage
        kept += 1
        return matrix
    }
}

/// Results of a pass's operations, in storage that the next pass uses again.
///
/// A pass makes its matrices one after the other; after ``restart()`` the first is made in the storage of the first again,
/// and so on. Whoever still holds a matrix of an earlier pass keeps its numbers, at the price of a copy.
struct RecycledMatrices: Sendable {
    private var storages: [[Float]] = []
    private var used = 0

    /// Begins a pass.
    mutating func restart() { used = 0 }

    /// The pass's next matrix, to be filled and given back to ``keep(_:)``; it has no rows yet.
    mutating func next(columns: Int) -> Matrix {
        if used == storages.count { storages.append([]) }
        var storage: [Float] = []
        swap(&storage, &storages[used])
        return Matrix(reusing: storage, columns: columns)
    }

    /// Takes note of the filled matrix's storage.
    ///
    /// - Returns: The matrix.
    mutating func keep(_ matrix: Matrix) -> Matrix {
        storages[used] = matrix.storage
        used += 1
        return matrix
    }
}

/// Results of a pass's operations, in storage that the next pass uses again.
///
/// A pass makes its matrices one after the other; after ``restart()`` the first is made in the storage of the first again,
/// and so on. Whoever still holds a matrix of an earlier pass keeps its numbers, at the price of a copy.
///
/// Matrices are filled where they are, by their places, so that a result costs one reference that is counted, not three: in a
/// small model that shows.
struct RecycledMatrices: Sendable {
    private var matrices: [Matrix] = []
    private var taken = 0

    /// Begins a pass.
    mutating func restart() { taken = 0 }

    /// The place of the pass's next matrix; it holds any number of leftover rows until it is filled.
    mutating func next(columns: Int) -> Int {
        if taken == matrices.count {
            matrices.append(Matrix(rows: 0, columns: columns))
        } else if matrices[taken].columns != columns {
            matrices[taken].change(columns: columns)
        }
        taken += 1
        return taken - 1
    }

    /// A matrix of this pass.
    subscript(place: Int) -> Matrix {
        _read { yield matrices[place] }
        _modify { yield &matrices[place] }
    }

    /// Fills two matrices at once, those at a place and after it.
    mutating func fill(two place: Int, by fill: (inout Matrix, inout Matrix) -> Void) {
        matrices.withUnsafeMutableBufferPointer { fill(&$0[place], &$0[place + 1]) }
    }

    /// Fills three matrices at once, those at a place and after it.
    mutating func fill(three place: Int, by fill: (inout Matrix, inout Matrix, inout Matrix) -> Void) {
        matrices.withUnsafeMutableBufferPointer { fill(&$0[place], &$0[place + 1], &$0[place + 2]) }
    }
}

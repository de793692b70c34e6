import Tensors

/// The numbers of one attention, worked through in tiles of rows.
///
/// A tile multiplies its queries with the leading keys by BLAS, up to the longest run of its rows, and takes listed keys
/// row by row.
struct AttentionPass<Scalar: TapeScalar> {
    let queries: DenseMatrix<Scalar>
    let keys: [DenseMatrix<Scalar>]
    let values: [DenseMatrix<Scalar>]
    let heads: AttentionHeads
    let scale: Scalar

    /// The leading slots that each row sees: a run that begins late where a window ends before the first slot.
    private let leading: [Range<Int>]
    private let starts: [Int]
    /// Where each row's listed slots within its window begin.
    private let firstListed: [Int]
    /// Where each listed slot is: which pass, and which row of it.
    let places: [(pass: Int, row: Int)]

    static var rowsOfTile: Int { 64 }

    init(
        queries: DenseMatrix<Scalar>, keys: [DenseMatrix<Scalar>], values: [DenseMatrix<Scalar>],
        visibility: Visibility, heads: AttentionHeads, scale: Scalar, window: Int? = nil
    ) {
        precondition(keys.allSatisfy { $0.columns == heads.groups * heads.width }, "keys of another width")
        self.queries = queries
        self.keys = keys
        self.values = values
        self.heads = heads
        self.scale = scale
        let starts = visibility.starts.map(Int.init)
        let unseen = visibility.leading.indices.map { row in
            let seen = Int(visibility.leading[row]) + starts[row + 1] - starts[row]
            return window.map { max(seen - $0, 0) } ?? 0
        }
        leading = zip(visibility.leading, unseen).map { min(Int($0), $1)..<Int($0) }
        firstListed = zip(zip(starts, visibility.leading), unseen).map { $0.0 + max($1 - Int($0.1), 0) }
        self.starts = starts
        let firstRows = keys.first?.rows ?? 0
        precondition(leading.allSatisfy { $0.upperBound <= firstRows }, "a leading run beyond the first pass")
        let counts = keys.map(\.rows)
        places = visibility.slots.map { slot in
            var (pass, row) = (0, Int(slot))
            while pass < counts.count, row >= counts[pass] {
                row -= counts[pass]
                pass += 1
            }
            precondition(pass < counts.count && row >= 0, "slot \(slot) is not filled")
            return (pass, row)
        }
    }

    /// Some consecutive rows.
    struct Tile {
        let rows: Range<Int>
        /// The longest leading run among the rows.
        let seen: Int
    }

    var tiles: [Tile] {
        stride(from: 0, to: queries.rows, by: Self.rowsOfTile).map { start in
            let rows = start..<min(start + Self.rowsOfTile, queries.rows)
            return Tile(rows: rows, seen: leading[rows].map(\.upperBound).max() ?? 0)
        }
    }

    /// Which leading slots a row sees.
    func leadingSlots(_ row: Int) -> Range<Int> { leading[row] }

    /// Where a row's listed slots are in ``places``.
    func listed(_ row: Int) -> Range<Int> { firstListed[row]..<starts[row + 1] }

    /// A part of the first pass's keys or values; empty where no row sees any.
    func leadingWindow(_ passes: [DenseMatrix<Scalar>], _ tile: Tile, head: Int) -> MatrixWindow<Scalar> {
        MatrixWindow(passes[0], rows: 0..<tile.seen, columns: heads.keyColumns(head))
    }

    /// A row of a listed slot.
    func listedWindow(_ passes: [DenseMatrix<Scalar>], _ entry: Int, head: Int) -> MatrixWindow<Scalar> {
        passes[places[entry].pass].window(row: places[entry].row, columns: heads.keyColumns(head))
    }

    /// The products of a tile's rows with the keys or values that they see.
    ///
    /// - Parameters:
    ///   - left: The rows' numbers, `[rows, heads · width]`.
    ///   - right: All keys, or all values.
    ///   - tile: Which rows.
    ///   - head: Which head.
    ///   - scale: Multiplies the products.
    /// - Returns: Leading products, of which a row's later ones mean nothing, and those of listed slots.
    @inline(__always)
    func products(
        of left: DenseMatrix<Scalar>, with right: [DenseMatrix<Scalar>], _ tile: Tile, head: Int, scale: Scalar
    ) -> TileWeights<Scalar> {
        let columns = heads.queryColumns(head)
        let first = starts[tile.rows.lowerBound]
        var weights = TileWeights(
            leading: DenseMatrix.product(
                MatrixWindow(left, rows: tile.rows, columns: columns),
                leadingWindow(right, tile, head: head).transposed, scale: scale),
            listed: [Scalar](repeating: 0, count: starts[tile.rows.upperBound] - first))
        for row in tile.rows {
            let window = left.window(row: row, columns: columns)
            for entry in listed(row) {
                weights.listed[entry - first] = scale * window.dot(listedWindow(right, entry, head: head))
            }
        }
        return weights
    }

    /// Where a row's listed slots are in a tile's weights.
    func listed(_ row: Int, in tile: Tile) -> Range<Int> {
        let first = starts[tile.rows.lowerBound]
        return firstListed[row] - first..<starts[row + 1] - first
    }
}

/// One number for every row of a tile and slot that it sees.
struct TileWeights<Scalar: TapeScalar> {
    /// For the leading slots, `[rows of the tile, seen]`.
    var leading: DenseMatrix<Scalar>
    /// For the listed slots, row after row.
    var listed: [Scalar]
}

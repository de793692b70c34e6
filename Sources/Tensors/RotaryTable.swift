import CKernels
import Foundation

/// Cosines and sines of rotary position embeddings (RoPE, arXiv 2104.09864).
///
/// The halves of a head, or of as many of its first columns as are rotated, are turned against each other (NeoX layout):
/// element *i* of *n* pairs with *i + n / 2*. Angles of the first positions are made at once and shared by all copies; those of later ones are made for each batch anew, so that
/// no sequence keeps angles of a whole long text.
public struct RotaryTable: Sendable {
    /// Angles of some positions.
    private struct Angles: Sendable {
        var cosines: [Float] = []
        var sines: [Float] = []

        /// Adds those of a position, as single-precision products, which the reference implementations take.
        mutating func append(_ position: Int, _ frequencies: RotaryFrequencies, begunWith beginning: Int = 0) {
            for radians in frequencies.radians(at: position, ofTextBegunWith: beginning) {
                let angle = Float(position) * radians
                cosines.append(cos(angle) * frequencies.magnitude)
                sines.append(sin(angle) * frequencies.magnitude)
            }
        }
    }

    private let frequencies: RotaryFrequencies
    private let headWidth: Int
    private let positions: Int
    private var first = Angles()

    /// The positions of the latest batch that went beyond the first ones and the beginnings of their texts, their angles and the
    /// places of these.
    private var batch: [Int32] = []
    private var batchBeginnings: [Int32] = []
    private var batchAngles = Angles()
    private var batchPlaces: [Int32] = []

    /// Starts a table for heads that are rotated as a whole.
    ///
    /// - Parameters:
    ///   - frequencies: Radians per position for each pair, `[width / 2]`.
    ///   - positions: How many positions to make at once.
    public init(frequencies: [Float], positions: Int = 0) {
        self.init(RotaryFrequencies(frequencies), headWidth: 2 * frequencies.count, positions: positions)
    }

    /// Starts a table.
    ///
    /// - Parameters:
    ///   - frequencies: How fast the pairs of a head's first columns turn.
    ///   - headWidth: The width of a head; what the pairs leave of it is not rotated.
    ///   - positions: How many positions to make at once.
    /// - Precondition: A head has the columns of all pairs.
    public init(_ frequencies: RotaryFrequencies, headWidth: Int, positions: Int = 0) {
        precondition(2 * frequencies.radians.count <= headWidth, "more pairs than a head of \(headWidth) has")
        self.frequencies = frequencies
        self.headWidth = headWidth
        self.positions = positions
        for position in 0..<positions { first.append(position, frequencies) }
    }

    /// Whether rows turn otherwise where their text began with many tokens.
    var dependsOnBeginnings: Bool { frequencies.shortText != nil }

    /// Rotates every head of every row by its position's angles.
    ///
    /// - Parameters:
    ///   - vectors: `[rows, heads · width]`.
    ///   - rowPositions: The position of each row, `[rows]`, none negative; of more than there are rows, the last ones are
    ///     theirs.
    ///   - beginnings: How many tokens each row's text began with that were read at once, `[rows]`; none where nothing turns
    ///     otherwise for that.
    ///   - output: Resized to the same shape.
    /// - Precondition: The columns are a multiple of the width.
    public mutating func rotate(
        _ vectors: Matrix, positions rowPositions: [Int32], beginnings: [Int32] = [], into output: inout Matrix
    ) {
        precondition(rowPositions.allSatisfy { $0 >= 0 }, "a negative position")
        precondition(beginnings.isEmpty || beginnings.count == rowPositions.count, "beginnings of some rows")
        let isShort = frequencies.shortText.map { Int(beginnings.max() ?? 0) <= $0 } ?? true
        if Int(rowPositions.max() ?? 0) < positions && isShort {
            rotate(vectors, by: first, at: rowPositions, into: &output)
        } else {
            makeAngles(of: rowPositions, isShort ? [] : beginnings)
            rotate(vectors, by: batchAngles, at: batchPlaces, into: &output)
        }
    }

    /// All layers of a pass, queries and keys, have the same positions.
    private mutating func makeAngles(of rowPositions: [Int32], _ beginnings: [Int32]) {
        guard batch != rowPositions || batchBeginnings != beginnings else { return }
        batchBeginnings.removeAll(keepingCapacity: true)
        batchBeginnings.append(contentsOf: beginnings)
        batch.removeAll(keepingCapacity: true)
        batch.append(contentsOf: rowPositions)
        batchAngles.cosines.removeAll(keepingCapacity: true)
        batchAngles.sines.removeAll(keepingCapacity: true)
        batchPlaces.removeAll(keepingCapacity: true)
        for (row, position) in rowPositions.enumerated() {
            batchPlaces.append(Int32(batchPlaces.count))
            batchAngles.append(
                Int(position), frequencies, begunWith: beginnings.isEmpty ? 0 : Int(beginnings[row]))
        }
    }

    private func rotate(_ vectors: Matrix, by angles: Angles, at places: [Int32], into output: inout Matrix) {
        let rotated = frequencies.radians.count * 2
        let first = places.count - vectors.rows
        precondition(vectors.columns.isMultiple(of: headWidth) && first >= 0, "shapes differ")
        precondition(vectors.columns == output.columns, "shapes differ")
        let (rows, heads) = (vectors.rows, vectors.columns / headWidth)
        output.resize(rows: rows)
        vectors.storage.withUnsafeBufferPointer { vectors in
            output.storage.withUnsafeMutableBufferPointer { output in
                places.withUnsafeBufferPointer { places in
                    guard let places = places.baseAddress else { return }
                    espalier_rotate(
                        vectors.baseAddress, angles.cosines, angles.sines, places + first, output.baseAddress,
                        Int64(rows), Int64(heads), Int64(headWidth), Int64(rotated))
                }
            }
        }
    }
}

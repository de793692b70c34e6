import CKernels
import Foundation

/// Cosines and sines of rotary position embeddings (RoPE, arXiv 2104.09864), made on demand up to the largest position.
///
/// The halves of a head are rotated against each other (NeoX layout): element *i* pairs with *i + width / 2*.
public struct RotaryTable: Sendable {
    private let frequencies: [Float]
    private var cosines: [Float] = []
    private var sines: [Float] = []
    private var positions = 0

    /// Starts a table.
    ///
    /// - Parameters:
    ///   - frequencies: Radians per position for each pair, `[width / 2]`.
    ///   - positions: How many positions to make at once; more are made when they are met.
    public init(frequencies: [Float], positions: Int = 0) {
        self.frequencies = frequencies
        extend(to: positions)
    }

    /// Rotates every head of every row by its position's angles.
    ///
    /// - Parameters:
    ///   - vectors: `[rows, heads · width]`, changed in place.
    ///   - rowPositions: The position of each row, `[rows]`, none negative; of more than there are rows, the last ones are
    ///     theirs.
    /// - Precondition: The columns are a multiple of the width.
    public mutating func rotate(_ vectors: inout Matrix, positions rowPositions: [Int32]) {
        let width = frequencies.count * 2
        let first = rowPositions.count - vectors.rows
        precondition(vectors.columns.isMultiple(of: width) && first >= 0, "shapes differ")
        extend(to: Int(rowPositions.max() ?? 0) + 1)
        precondition(rowPositions.allSatisfy { $0 >= 0 }, "a negative position")
        let (rows, heads) = (vectors.rows, vectors.columns / width)
        vectors.storage.withUnsafeMutableBufferPointer { vectors in
            rowPositions.withUnsafeBufferPointer { rowPositions in
                guard let rowPositions = rowPositions.baseAddress else { return }
                espalier_rotate(
                    vectors.baseAddress, cosines, sines, rowPositions + first, Int64(rows), Int64(heads), Int64(width))
            }
        }
    }

    /// Angles are single-precision products, as in the reference implementations.
    private mutating func extend(to count: Int) {
        guard count > positions else { return }
        let target = max(count, 2 * positions)
        cosines.reserveCapacity(target * frequencies.count)
        sines.reserveCapacity(target * frequencies.count)
        for position in positions..<target {
            for frequency in frequencies {
                let angle = Float(position) * frequency
                cosines.append(cos(angle))
                sines.append(sin(angle))
            }
        }
        positions = target
    }
}

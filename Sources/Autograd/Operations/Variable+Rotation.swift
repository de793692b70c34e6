import Foundation
public import Tensors

extension Variable {
    /// Rotates every head of every row by its position's angles (RoPE, arXiv 2104.09864; NeoX layout).
    ///
    /// Element *i* of a head pairs with *i + width / 2*:  y₁ = x₁ cos θ - x₂ sin θ,  y₂ = x₂ cos θ + x₁ sin θ.
    /// A rotation's transpose is its inverse: the gradient is rotated by -θ. Where the frequencies have a magnitude, it
    /// multiplies both ways.
    ///
    /// - Parameters:
    ///   - positions: The position of each row, `[rows]`.
    ///   - frequencies: How fast the pairs turn, `[width / 2]`.
    /// - Returns: The same shape.
    /// - Precondition: The columns are a multiple of the width.
    @_specialize(where Scalar == Float)
    public func rotated(positions: [Int32], frequencies: RotaryFrequencies) -> Variable {
        precondition(positions.count == rows, "\(positions.count) positions for \(rows) rows")
        let pairs = frequencies.radians.count
        precondition(pairs > 0 && columns.isMultiple(of: 2 * pairs), "no whole number of heads")
        let angles = RotationAngles<Scalar>(positions: positions, frequencies: frequencies)
        return derived(angles.rotating(value, direction: 1)) { [origin] slope, ledger in
            ledger.add(angles.rotating(slope, direction: -1), to: origin)
        }
    }
}

/// Cosines and sines for each row and pair, `[rows, width / 2]`.
private struct RotationAngles<Scalar: TapeScalar> {
    let cosines: DenseMatrix<Scalar>
    let sines: DenseMatrix<Scalar>

    /// Angles are single-precision products, as `RotaryTable` makes them for decoding.
    init(positions: [Int32], frequencies: RotaryFrequencies) {
        let angles = positions.flatMap { position in
            frequencies.radians(at: Int(position)).map { Double(Float(position) * $0) }
        }
        let (pairs, magnitude) = (frequencies.radians.count, Double(frequencies.magnitude))
        cosines = DenseMatrix(angles.map { Scalar(cos($0) * magnitude) }, rows: positions.count, columns: pairs)
        sines = DenseMatrix(angles.map { Scalar(sin($0) * magnitude) }, rows: positions.count, columns: pairs)
    }

    @inline(__always)
    func rotating(_ matrix: DenseMatrix<Scalar>, direction: Scalar) -> DenseMatrix<Scalar> {
        let half = cosines.columns
        return cosines.values.withUnsafeBufferPointer { cosines in
            sines.values.withUnsafeBufferPointer { sines in
                matrix.mappedRows { row, source, result in
                    let (cosine, sine) = (cosines.row(row, width: half), sines.row(row, width: half))
                    for start in stride(from: 0, to: source.count, by: 2 * half) {
                        for pair in 0..<half {
                            let (low, high) = (source[start &+ pair], source[start &+ half &+ pair])
                            let turn = direction * sine[pair]
                            result[start &+ pair] = low * cosine[pair] - high * turn
                            result[start &+ half &+ pair] = high * cosine[pair] + low * turn
                        }
                    }
                }
            }
        }
    }
}

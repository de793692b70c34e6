import CKernels

extension Matrix {
    /// Adds another matrix of the same shape.
    public mutating func add(_ addend: Matrix) {
        precondition(rows == addend.rows && columns == addend.columns, "shapes differ")
        storage.withUnsafeMutableBufferPointer { sum in
            addend.storage.withUnsafeBufferPointer { addend in
                espalier_add(sum.baseAddress, addend.baseAddress, Int64(rows * columns))
            }
        }
    }

    /// Adds one vector, `[columns]`, to every row.
    public mutating func addToRows(_ vector: [Float]) {
        precondition(vector.count == columns, "a vector of \(vector.count) for rows of \(columns)")
        storage.withUnsafeMutableBufferPointer { sum in
            vector.withUnsafeBufferPointer { vector in
                guard let start = sum.baseAddress else { return }
                for row in 0..<rows { espalier_add(start + row * columns, vector.baseAddress, Int64(columns)) }
            }
        }
    }

    /// Computes `silu(gate) · up` of this gate, the SwiGLU of a gated feed-forward network (Shazeer, 2020).
    ///
    /// - Parameters:
    ///   - up: A matrix of the same shape.
    ///   - output: Resized to this shape.
    public func gate(_ up: Matrix, into output: inout Matrix) {
        precondition(rows == up.rows && columns == up.columns && columns == output.columns, "shapes differ")
        output.resize(rows: rows)
        storage.withUnsafeBufferPointer { gate in
            up.storage.withUnsafeBufferPointer { up in
                output.storage.withUnsafeMutableBufferPointer { output in
                    espalier_swiglu(gate.baseAddress, up.baseAddress, output.baseAddress, Int64(rows * columns))
                }
            }
        }
    }

    /// Divides every row by its root mean square and multiplies it by a weight vector (RMSNorm).
    ///
    /// - Parameters:
    ///   - weight: One factor for each column of a group; rows longer than it are normalised group by group, as q/k
    ///     norms do for each head.
    ///   - epsilon: Added to the mean square.
    ///   - output: Resized to this shape.
    /// - Precondition: The number of columns is a multiple of the weight's.
    public func normalise(weight: [Float], epsilon: Float, into output: inout Matrix) {
        precondition(columns.isMultiple(of: weight.count) && output.columns == columns, "norm of another width")
        output.resize(rows: rows)
        storage.withUnsafeBufferPointer { source in
            output.storage.withUnsafeMutableBufferPointer { destination in
                weight.withUnsafeBufferPointer { weight in
                    espalier_rms_norm(
                        source.baseAddress, weight.baseAddress, destination.baseAddress,
                        Int64(rows * columns / weight.count), Int64(weight.count), epsilon)
                }
            }
        }
    }

    /// The same as ``normalise(weight:epsilon:into:)`` in place.
    ///
    /// - Parameters:
    ///   - weight: One factor for each column of a group.
    ///   - epsilon: Added to the mean square.
    public mutating func normalise(weight: [Float], epsilon: Float) {
        precondition(columns.isMultiple(of: weight.count), "norm of another width")
        storage.withUnsafeMutableBufferPointer { numbers in
            weight.withUnsafeBufferPointer { weight in
                espalier_rms_norm(
                    numbers.baseAddress, weight.baseAddress, numbers.baseAddress,
                    Int64(rows * columns / weight.count), Int64(weight.count), epsilon)
            }
        }
    }

    /// Whether no number is infinite or NaN.
    ///
    /// - Parameter selection: The rows to look at; all unless given.
    /// - Returns: Whether theirs are all finite.
    public func isFinite(_ selection: Range<Int>? = nil) -> Bool {
        let selection = selection ?? 0..<rows
        precondition(selection.upperBound <= rows, "rows \(selection) of \(rows)")
        return storage.withUnsafeBufferPointer { numbers in
            guard let start = numbers.baseAddress else { return true }
            return espalier_all_finite(start + selection.lowerBound * columns, Int64(selection.count * columns)) == 1
        }
    }
}

import CKernels

extension Matrix {
    /// Adds another matrix of the same shape.
    public mutating func add(_ addend: Matrix) {
        precondition(rows == addend.rows && columns == addend.columns, "shapes differ")
        storage.withUnsafeMutableBufferPointer { sum in
            addend.storage.withUnsafeBufferPointer { addend in
                espalier_add(sum.baseAddress, addend.baseAddress, sum.baseAddress, Int64(rows * columns))
            }
        }
    }

    /// Adds another matrix elementwise, elsewhere.
    ///
    /// - Parameters:
    ///   - addend: The same shape.
    ///   - output: Resized to this shape.
    public func add(_ addend: Matrix, into output: inout Matrix) {
        precondition(rows == addend.rows && columns == addend.columns && columns == output.columns, "shapes differ")
        output.resize(rows: rows)
        storage.withUnsafeBufferPointer { left in
            addend.storage.withUnsafeBufferPointer { right in
                output.storage.withUnsafeMutableBufferPointer { output in
                    espalier_add(left.baseAddress, right.baseAddress, output.baseAddress, Int64(rows * columns))
                }
            }
        }
    }

    /// Adds one vector, `[columns]`, to every row.
    public mutating func addToRows(_ vector: [Float]) {
        precondition(vector.count == columns, "a vector of \(vector.count) for rows of \(columns)")
        storage.withUnsafeMutableBufferPointer { sum in
            vector.withUnsafeBufferPointer { vector in
                guard let start = sum.baseAddress else { return }
                for row in 0..<rows {
                    let place = start + row * columns
                    espalier_add(place, vector.baseAddress, place, Int64(columns))
                }
            }
        }
    }

    /// Multiplies every number by a factor.
    public mutating func multiply(by factor: Float) {
        storage.withUnsafeMutableBufferPointer { numbers in
            for place in 0..<rows * columns { numbers[place] *= factor }
        }
    }

    /// Makes every number the same.
    mutating func fill(with number: Float) {
        storage.withUnsafeMutableBufferPointer { numbers in
            for place in 0..<rows * columns { numbers[place] = number }
        }
    }

    /// Adds a multiple of one row of another matrix to a row of this one: a product, rounded, and then a sum.
    mutating func addRow(_ row: Int, of source: Matrix, row sourceRow: Int, times factor: Float) {
        precondition(row < rows && sourceRow < source.rows && columns == source.columns, "row out of range")
        let (place, origin) = (row * columns, sourceRow * columns)
        storage.withUnsafeMutableBufferPointer { sum in
            source.storage.withUnsafeBufferPointer { source in
                for column in 0..<columns { sum[place + column] += source[origin + column] * factor }
            }
        }
    }

    /// Bounds every number softly, x = c · tanh(x / c); an infinity becomes NaN, so that no overflow goes unseen.
    ///
    /// - Parameter cap: What magnitudes stay below, positive.
    public mutating func bound(by cap: Float) {
        precondition(cap > 0, "a bound of \(cap)")
        storage.withUnsafeMutableBufferPointer { numbers in
            espalier_soft_cap(numbers.baseAddress, cap, Int64(rows * columns))
        }
    }

    /// Computes `f(gate) · up` of this gate, the unit of a gated feed-forward network (arXiv 2002.05202).
    ///
    /// - Parameters:
    ///   - up: A matrix of the same shape.
    ///   - function: f.
    ///   - output: Resized to this shape.
    public func gate(_ up: Matrix, by function: GateFunction = .silu, into output: inout Matrix) {
        precondition(rows == up.rows && columns == up.columns && columns == output.columns, "shapes differ")
        output.resize(rows: rows)
        storage.withUnsafeBufferPointer { gate in
            up.storage.withUnsafeBufferPointer { up in
                output.storage.withUnsafeMutableBufferPointer { output in
                    let count = Int64(rows * columns)
                    switch function {
                    case .silu: espalier_swiglu(gate.baseAddress, up.baseAddress, output.baseAddress, count)
                    case .gelu: espalier_gelu_gate(gate.baseAddress, up.baseAddress, output.baseAddress, count)
                    }
                }
            }
        }
    }

    /// Divides every row by its root mean square and multiplies it by a weight vector (RMSNorm).
    ///
    /// - Parameters:
    ///   - weight: One factor for each column of a group; rows longer than it are normalized group by group, as q/k
    ///     norms do for each head.
    ///   - epsilon: Added to the mean square.
    ///   - output: Resized to this shape.
    /// - Precondition: The number of columns is a multiple of the weight's.
    public func normalize(weight: [Float], epsilon: Float, into output: inout Matrix) {
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

    /// The same as ``normalize(weight:epsilon:into:)`` in place.
    ///
    /// - Parameters:
    ///   - weight: One factor for each column of a group.
    ///   - epsilon: Added to the mean square.
    public mutating func normalize(weight: [Float], epsilon: Float) {
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

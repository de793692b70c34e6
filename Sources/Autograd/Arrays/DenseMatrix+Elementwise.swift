// The closures below are inlined into specialised callers, where the loops vectorise.
extension DenseMatrix {
    /// A function of each number.
    @inline(__always)
    func mapped(_ function: (Scalar) -> Scalar) -> DenseMatrix {
        values.withUnsafeBufferPointer { source in
            DenseMatrix(rows: rows, columns: columns) { result in
                for place in 0..<source.count { result[place] = function(source[place]) }
            }
        }
    }

    /// A function of each number and its counterpart.
    @inline(__always)
    func combined(with other: DenseMatrix, _ function: (Scalar, Scalar) -> Scalar) -> DenseMatrix {
        precondition(hasShape(of: other), "\(rows) × \(columns) with \(other.rows) × \(other.columns)")
        return values.withUnsafeBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                DenseMatrix(rows: rows, columns: columns) { result in
                    for place in 0..<left.count { result[place] = function(left[place], right[place]) }
                }
            }
        }
    }

    /// A function of each number and its two counterparts.
    @inline(__always)
    func combined(
        with second: DenseMatrix, _ third: DenseMatrix, _ function: (Scalar, Scalar, Scalar) -> Scalar
    ) -> DenseMatrix {
        precondition(hasShape(of: second) && hasShape(of: third), "shapes differ")
        return values.withUnsafeBufferPointer { first in
            second.values.withUnsafeBufferPointer { second in
                third.values.withUnsafeBufferPointer { third in
                    DenseMatrix(rows: rows, columns: columns) { result in
                        for place in 0..<first.count {
                            result[place] = function(first[place], second[place], third[place])
                        }
                    }
                }
            }
        }
    }

    /// Changes each number by its counterpart.
    @inline(__always)
    mutating func update(with other: DenseMatrix, _ change: (inout Scalar, Scalar) -> Void) {
        precondition(hasShape(of: other), "\(rows) × \(columns) with \(other.rows) × \(other.columns)")
        values.withUnsafeMutableBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                for place in 0..<left.count { change(&left[place], right[place]) }
            }
        }
    }

    /// Adds a matrix of the same shape.
    ///
    /// - Parameter other: The addend.
    @_specialize(where Scalar == Float)
    public mutating func add(_ other: DenseMatrix) {
        update(with: other) { $0 += $1 }
    }

    /// Multiplies every number by a factor.
    ///
    /// - Parameter factor: The factor.
    @_specialize(where Scalar == Float)
    public mutating func scale(by factor: Scalar) {
        values.withUnsafeMutableBufferPointer { numbers in
            for place in 0..<numbers.count { numbers[place] *= factor }
        }
    }
}

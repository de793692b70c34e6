/// The sum of terms over eight interleaved partial sums, in a fixed order.
///
/// Floating-point sums may not be reordered by the compiler; writing the lanes out is what lets it use vectors.
@inline(__always)
func laneSum<Scalar: TapeScalar>(_ count: Int, _ term: (Int) -> Scalar) -> Scalar {
    var (first, second, third, fourth) = (Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero)
    var (fifth, sixth, seventh, eighth) = (Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero)
    var place = 0
    while place &+ 8 <= count {
        first += term(place)
        second += term(place &+ 1)
        third += term(place &+ 2)
        fourth += term(place &+ 3)
        fifth += term(place &+ 4)
        sixth += term(place &+ 5)
        seventh += term(place &+ 6)
        eighth += term(place &+ 7)
        place &+= 8
    }
    var total = ((first + fifth) + (second + sixth)) + ((third + seventh) + (fourth + eighth))
    while place < count {
        total += term(place)
        place &+= 1
    }
    return total
}

/// The sum of products of counterparts.
@inline(__always)
func dotProduct<Scalar: TapeScalar>(
    _ left: UnsafeBufferPointer<Scalar>, _ right: UnsafeBufferPointer<Scalar>
) -> Scalar {
    laneSum(left.count) { left[$0] * right[$0] }
}

/// The largest of the numbers, over four interleaved maxima; negative infinity if there are none.
@inline(__always)
func largest<Scalar: TapeScalar>(_ numbers: UnsafeBufferPointer<Scalar>) -> Scalar {
    var first = -Scalar.infinity
    var (second, third, fourth) = (first, first, first)
    var place = 0
    while place &+ 4 <= numbers.count {
        first = numbers[place] > first ? numbers[place] : first
        second = numbers[place &+ 1] > second ? numbers[place &+ 1] : second
        third = numbers[place &+ 2] > third ? numbers[place &+ 2] : third
        fourth = numbers[place &+ 3] > fourth ? numbers[place &+ 3] : fourth
        place &+= 4
    }
    while place < numbers.count {
        first = numbers[place] > first ? numbers[place] : first
        place &+= 1
    }
    return max(max(first, second), max(third, fourth))
}

/// log Σ exp of the numbers, stable: the largest is taken out first.
///
/// - Parameters:
///   - numbers: The numbers.
///   - scratch: A buffer as long; holds exp(number - largest) afterwards.
/// - Returns: The logarithm of the sum.
@inline(__always)
func logSumExp<Scalar: TapeScalar>(
    _ numbers: UnsafeBufferPointer<Scalar>, scratch: UnsafeMutableBufferPointer<Scalar>
) -> Scalar {
    let top = largest(numbers)
    for place in 0..<numbers.count { scratch[place] = Scalar.exponential(numbers[place] - top) }
    return top + Scalar.logarithm(laneSum(numbers.count) { scratch[$0] })
}

extension DenseMatrix {
    /// The logarithm of the sum of exponentials of each row, `[rows]`.
    @_specialize(where Scalar == Float)
    public func rowLogSums() -> [Scalar] { Scalar.logSums(of: self) }
}

import CKernels

/// Products of one input by several matrices, such as those of queries, keys and values: computed at once, so that the
/// threads meet once and the input is prepared once. The numbers are those of one product after the other.
extension WeightMatrix {
    /// Computes `input · firstᵀ` and `input · secondᵀ`.
    ///
    /// - Parameters:
    ///   - input: `[count, columns]`.
    ///   - first: `[rows, columns]`.
    ///   - firstOutput: Resized to `[count, rows of first]`.
    ///   - second: `[rows, columns]`.
    ///   - secondOutput: Resized to `[count, rows of second]`.
    ///   - route: How to compute.
    /// - Precondition: Widths match.
    public static func multiply(
        _ input: Matrix, by first: WeightMatrix, into firstOutput: inout Matrix, and second: WeightMatrix,
        into secondOutput: inout Matrix, route: ProductRoute
    ) {
        guard !first.goesToBLAS(inputRows: input.rows, route: route), first.sharesLoops(with: second) else {
            first.multiply(input, into: &firstOutput, route: route)
            second.multiply(input, into: &secondOutput, route: route)
            return
        }
        first.prepare(&firstOutput, for: input)
        second.prepare(&secondOutput, for: input)
        guard input.rows > 0 else { return }
        first.withFactor(&firstOutput) { a in
            second.withFactor(&secondOutput) { b in
                withUnsafePointer(to: (a, b)) { pair in
                    pair.withMemoryRebound(to: espalier_factor.self, capacity: 2) {
                        first.multiply(input, byKernelWith: $0, count: 2)
                    }
                }
            }
        }
    }

    /// Computes `input · firstᵀ`, `input · secondᵀ` and `input · thirdᵀ`.
    ///
    /// - Parameters:
    ///   - input: `[count, columns]`.
    ///   - first: `[rows, columns]`.
    ///   - firstOutput: Resized to `[count, rows of first]`.
    ///   - second: `[rows, columns]`.
    ///   - secondOutput: Resized to `[count, rows of second]`.
    ///   - third: `[rows, columns]`.
    ///   - thirdOutput: Resized to `[count, rows of third]`.
    ///   - route: How to compute.
    /// - Precondition: Widths match.
    public static func multiply(
        _ input: Matrix, by first: WeightMatrix, into firstOutput: inout Matrix, and second: WeightMatrix,
        into secondOutput: inout Matrix, and third: WeightMatrix, into thirdOutput: inout Matrix,
        route: ProductRoute
    ) {
        guard
            !first.goesToBLAS(inputRows: input.rows, route: route), first.sharesLoops(with: second),
            first.sharesLoops(with: third)
        else {
            first.multiply(input, into: &firstOutput, route: route)
            second.multiply(input, into: &secondOutput, route: route)
            third.multiply(input, into: &thirdOutput, route: route)
            return
        }
        first.prepare(&firstOutput, for: input)
        second.prepare(&secondOutput, for: input)
        third.prepare(&thirdOutput, for: input)
        guard input.rows > 0 else { return }
        first.withFactor(&firstOutput) { a in
            second.withFactor(&secondOutput) { b in
                third.withFactor(&thirdOutput) { c in
                    withUnsafePointer(to: (a, b, c)) { triple in
                        triple.withMemoryRebound(to: espalier_factor.self, capacity: 3) {
                            first.multiply(input, byKernelWith: $0, count: 3)
                        }
                    }
                }
            }
        }
    }

    private func sharesLoops(with other: WeightMatrix) -> Bool { format == other.format && inputs == other.inputs }
}

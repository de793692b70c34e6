import CKernels

/// The most probable entries of one row of logits: the one definition of a draft's log-probabilities.
///
/// A log-probability is `logit − log Σ exp(logits)` without temperature, in single precision, as the reference
/// implementation of EAGLE ranks them.
public struct TopCandidates: Sendable, Equatable {
    /// Positions in the row, most probable first, ties in ascending order.
    public private(set) var indices: [Int32]

    /// The log-probability of each.
    public private(set) var logProbabilities: [Float]

    /// Finds the most probable entries of a row.
    ///
    /// - Parameters:
    ///   - logits: One row, finite numbers.
    ///   - count: How many at most.
    public init(of logits: ArraySlice<Float>, count: Int) {
        let wanted = min(count, logits.count)
        indices = [Int32](repeating: 0, count: wanted)
        logProbabilities = [Float](repeating: 0, count: wanted)
        var logSumExp: Float = 0
        let found = logits.withUnsafeBufferPointer { row in
            Int(
                espalier_top_k(
                    row.baseAddress, Int64(row.count), Int64(wanted), &indices, &logProbabilities, &logSumExp))
        }
        indices.removeLast(wanted - found)
        logProbabilities.removeLast(wanted - found)
        for place in logProbabilities.indices { logProbabilities[place] -= logSumExp }
    }

    /// How many were found.
    public var count: Int { indices.count }
}

import CKernels

/// The most probable entries of rows of logits: the one definition of a draft's log-probabilities.
///
/// A log-probability is `logit − log Σ exp(logits)` without temperature, in single precision, as the reference
/// implementation of EAGLE ranks them. The buffers are reused from row to row.
public struct TopCandidates: Sendable {
    /// How many entries the latest selection found.
    public private(set) var count = 0

    private var indices: [Int32] = []
    private var logits: [Float] = []
    private var logSumExp: Float = 0

    /// Makes empty buffers.
    public init() {}

    /// Finds the most probable entries of a row, most probable first, ties in ascending order of position.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - row: Finite logits.
    public mutating func select(_ limit: Int, from row: ArraySlice<Float>) {
        let wanted = min(max(limit, 0), row.count)
        if indices.count < wanted {
            indices = [Int32](repeating: 0, count: wanted)
            logits = [Float](repeating: 0, count: wanted)
        }
        count = row.withUnsafeBufferPointer { row in
            Int(espalier_top_k(row.baseAddress, Int64(row.count), Int64(wanted), &indices, &logits, &logSumExp))
        }
    }

    /// An entry of the latest selection.
    ///
    /// - Parameter place: `0 ..< count`.
    /// - Returns: Its position in the row, and its log-probability.
    public subscript(place: Int) -> (index: Int, logProbability: Float) {
        precondition(place >= 0 && place < count, "entry \(place) of \(count)")
        return (Int(indices[place]), logits[place] - logSumExp)
    }
}

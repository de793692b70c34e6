import Foundation

/// How a row's scores choose among experts (arXiv 1701.06538): the weights are the softmax of all scores, and the largest ones are
/// followed.
public struct ExpertChoice: Sendable, Hashable {
    /// How many experts a row passes.
    public let count: Int

    /// Whether the weights of those are divided by their sum.
    public let sumsToOne: Bool

    /// States a choice.
    ///
    /// - Parameters:
    ///   - count: How many experts a row passes, at least 1.
    ///   - sumsToOne: Whether the weights of those are divided by their sum.
    public init(count: Int, sumsToOne: Bool) {
        precondition(count > 0, "a choice of no expert")
        self.count = count
        self.sumsToOne = sumsToOne
    }

    /// Chooses for one row; of experts with equal scores the first ones.
    ///
    /// - Parameters:
    ///   - scores: One for each expert, `[experts]`, at least as many as are chosen. One that is NaN makes NaN of all weights.
    ///   - experts: Becomes the experts chosen, ascending.
    ///   - weights: Becomes the weight of each.
    func choose(by scores: ArraySlice<Float>, experts: inout [Int], weights: inout [Float]) {
        precondition(count <= scores.count, "\(count) of \(scores.count) experts")
        experts.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        let start = scores.startIndex
        var largest = -Float.infinity
        for score in scores where score > largest || score.isNaN { largest = score }
        for _ in 0..<count {
            var best: Int?
            for expert in 0..<scores.count where !experts.contains(expert) {
                if let other = best, !(scores[start + expert] > scores[start + other]) { continue }
                best = expert
            }
            if let best { experts.append(best) }
        }
        experts.sort()
        // The sum over all, or, where that is divided out again, over those chosen.
        var total: Float = 0
        if sumsToOne {
            for expert in experts { total += Self.exponential(scores[start + expert] - largest) }
        } else {
            for score in scores { total += Self.exponential(score - largest) }
        }
        for expert in experts { weights.append(Self.exponential(scores[start + expert] - largest) / total) }
    }

    private static func exponential(_ number: Float) -> Float { Float(exp(Double(number))) }
}

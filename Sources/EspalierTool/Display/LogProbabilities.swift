import Foundation

/// Natural logarithms of the probabilities that a row of logits stands for, at temperature 1.
struct LogProbabilities {
    private let logits: ArraySlice<Float>
    private let logSumExp: Double

    init(_ logits: ArraySlice<Float>) {
        self.logits = logits
        let largest = Double(logits.max() ?? 0)
        logSumExp = largest + log(logits.reduce(0) { $0 + exp(Double($1) - largest) })
    }

    /// The log-probability of a token.
    func value(of token: Int) -> Float {
        Float(Double(logits[logits.startIndex + token]) - logSumExp)
    }

    /// How many tokens have a larger logit, plus 1; ties go to the smaller id, as decoding does.
    func rank(of token: Int) -> Int {
        let own = logits[logits.startIndex + token]
        var rank = 1
        for (other, logit) in logits.enumerated() where logit > own || (logit == own && other < token) { rank += 1 }
        return rank
    }
}

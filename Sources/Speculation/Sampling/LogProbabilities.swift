import Foundation

/// Natural logarithms of the probabilities that a row of logits stands for, at temperature 1.
public struct LogProbabilities {
    private let logits: ArraySlice<Float>
    private let logSumExp: Double

    /// Takes a row.
    ///
    /// - Parameter logits: One row, `[vocabularySize]`, at least one of them finite.
    /// - Complexity: O(vocabulary).
    public init(_ logits: ArraySlice<Float>) {
        self.logits = logits
        let largest = Double(logits.max() ?? 0)
        logSumExp = largest + log(logits.reduce(0) { $0 + exp(Double($1) - largest) })
    }

    /// The log-probability of a token.
    public func value(of token: Token) -> Float {
        Float(Double(logits[logits.startIndex + token]) - logSumExp)
    }

    /// How many tokens have a larger logit, plus 1; ties go to the smaller id, as decoding does.
    ///
    /// - Complexity: O(vocabulary).
    public func rank(of token: Token) -> Int {
        let own = logits[logits.startIndex + token]
        var rank = 1
        for (other, logit) in logits.enumerated() where logit > own || (logit == own && other < token) { rank += 1 }
        return rank
    }

    /// The most probable tokens, best first, those of smaller id first where several are equal.
    ///
    /// - Parameter count: How many; all where there are fewer.
    /// - Returns: The tokens.
    /// - Complexity: O(vocabulary), and O(log `count`) for each that is among the largest so far.
    public func best(_ count: Int) -> [Token] { Self.best(count, of: logits) }

    /// The same of a row whose log-probabilities nobody wants.
    ///
    /// - Parameters:
    ///   - count: How many; all where there are fewer.
    ///   - logits: One row, `[vocabularySize]`.
    /// - Returns: The tokens.
    public static func best(_ count: Int, of logits: ArraySlice<Float>) -> [Token] {
        let count = min(count, logits.count)
        guard count > 0 else { return [] }
        var heap: [Float] = []
        let least = LogitRow.largest(count, of: logits, in: &heap)
        var tokens: [Token] = []
        LogitRow.forEach(of: logits, above: least.nextDown) { tokens.append($0) }
        tokens.sort {
            let (left, right) = (logits[logits.startIndex + $0], logits[logits.startIndex + $1])
            return left == right ? $0 < $1 : left > right
        }
        return Array(tokens.prefix(count))
    }
}

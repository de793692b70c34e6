import Foundation
public import Speculation

/// A distribution over a tiny vocabulary for every history: what a scripted model believes.
///
/// It is a function of the tokens so far and nothing else, so the same history always has the same distribution and
/// whole output laws can be worked out by hand or by enumeration.
public struct ScriptedLaw: Sendable {
    /// The number of tokens.
    public let vocabularySize: Int

    /// The probability of each token after a history, `[vocabularySize]`, none negative, summing to 1.
    public let probabilities: @Sendable (_ history: [Token]) -> [Double]

    /// Wraps a function.
    ///
    /// - Parameters:
    ///   - vocabularySize: The number of tokens.
    ///   - probabilities: The probability of each token after a history.
    public init(vocabularySize: Int, probabilities: @escaping @Sendable (_ history: [Token]) -> [Double]) {
        self.vocabularySize = vocabularySize
        self.probabilities = probabilities
    }

    /// A table by suffix: the longest listed one that a history ends with decides.
    ///
    /// - Parameters:
    ///   - rows: Probabilities by suffix.
    ///   - otherwise: The probabilities where no listed suffix fits.
    /// - Returns: The law.
    public static func table(_ rows: [[Token]: [Double]], otherwise: [Double]) -> ScriptedLaw {
        let longest = rows.keys.map(\.count).max() ?? 0
        return ScriptedLaw(vocabularySize: otherwise.count) { history in
            for length in (0...min(longest, history.count)).reversed() {
                if let row = rows[Array(history.suffix(length))] { return row }
            }
            return otherwise
        }
    }

    /// Uneven distributions that look random and depend on the last few tokens.
    ///
    /// - Parameters:
    ///   - vocabularySize: The number of tokens.
    ///   - seed: Tells laws apart.
    ///   - memory: How many last tokens matter.
    /// - Returns: The law.
    public static func random(vocabularySize: Int, seed: UInt64, memory: Int = 3) -> ScriptedLaw {
        ScriptedLaw(vocabularySize: vocabularySize) { history in
            var random = generator(seed, history.suffix(memory))
            let weights = (0..<vocabularySize).map { _ in pow(random.uniform(), 4) + 0.01 }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
        }
    }

    /// Distributions whose probabilities are the given whole numbers over their sum, shuffled for every history.
    ///
    /// Every threshold of a rule that draws from such a law is a multiple of one over the sum, which makes the
    /// enumeration of ``StratifiedSeeds`` exact.
    ///
    /// - Parameters:
    ///   - weights: One positive number for each token.
    ///   - seed: Tells laws apart.
    ///   - memory: How many last tokens matter.
    /// - Returns: The law.
    public static func lattice(weights: [Int], seed: UInt64, memory: Int = 3) -> ScriptedLaw {
        let sum = Double(weights.reduce(0, +))
        return ScriptedLaw(vocabularySize: weights.count) { history in
            var random = generator(seed, history.suffix(memory))
            return weights.shuffled(using: &random).map { Double($0) / sum }
        }
    }

    /// This law mixed with another, as a draft's imperfect copy of a target.
    ///
    /// - Parameters:
    ///   - amount: The other law's share, in [0, 1].
    ///   - seed: Makes the other law.
    /// - Returns: The mixture.
    public func perturbed(by amount: Double, seed: UInt64) -> ScriptedLaw {
        let other = Self.random(vocabularySize: vocabularySize, seed: seed)
        let original = probabilities
        return ScriptedLaw(vocabularySize: vocabularySize) { history in
            zip(original(history), other.probabilities(history)).map { $0 * (1 - amount) + $1 * amount }
        }
    }

    /// This law without a token, whose probability the others share: its logit is minus infinity, like a suppressed one's.
    ///
    /// - Parameter token: What never comes.
    /// - Returns: The law.
    public func barring(_ token: Token) -> ScriptedLaw {
        let original = probabilities
        return ScriptedLaw(vocabularySize: vocabularySize) { history in
            let row = original(history)
            return row.enumerated().map { $0 == token ? 0 : $1 / (1 - row[token]) }
        }
    }

    /// A generator that starts from a history.
    private static func generator(_ seed: UInt64, _ history: ArraySlice<Token>) -> SeededRandom {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for token in history { hash = (hash ^ UInt64(truncatingIfNeeded: token + 1)) &* 0x0000_0100_0000_01B3 }
        return SeededRandom(seed: seed, stream: hash)
    }
}

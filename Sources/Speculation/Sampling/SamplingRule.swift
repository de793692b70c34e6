import Foundation

/// How a token is drawn from a row of logits: the one definition of the *warped* distribution.
///
/// The order is that of transformers and vLLM, each step on what the one before left: ``temperature``, ``topK``, ``topP``,
/// ``minP``. Bias, penalties and suppressed end tokens come before all of them, and are in the row already where a
/// verifier sees it (``LogitRule``). A verifier is exact with respect to this distribution. Temperature 0 is greedy: all
/// probability on the largest logit, the smallest token id where several are equal; the other steps then change nothing.
///
/// Where steps meet equal tokens at their border: top-k and min-p keep all of them, as transformers does, so that top-k may
/// keep more than k; top-p keeps those of smaller id, which transformers leaves to its sorting. The most probable token
/// always stays.
public struct SamplingRule: Sendable, Hashable, Codable {
    /// Divides the logits; 0 means greedy.
    public var temperature: Double

    /// Keeps this many most probable tokens, and those that are as probable as the last of them; 0 keeps all.
    public var topK: Int

    /// Keeps the fewest most probable tokens whose probabilities reach this sum; 1 keeps all.
    public var topP: Double

    /// Keeps the tokens at least this many times as probable as the most probable one; 0 keeps all.
    public var minP: Double

    /// Describes a rule.
    ///
    /// - Parameters:
    ///   - temperature: 0 or more; 0 means greedy.
    ///   - topK: 0 keeps all tokens.
    ///   - topP: In (0, 1]; 1 keeps all tokens.
    ///   - minP: In [0, 1]; 0 keeps all tokens.
    public init(temperature: Double = 0, topK: Int = 0, topP: Double = 1, minP: Double = 0) {
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.minP = minP
    }

    /// Whether the most probable token is always taken.
    public var isGreedy: Bool { temperature == 0 }

    /// Whether tokens are left out.
    var truncates: Bool { topK > 0 || topP < 1 || minP > 0 }

    /// The distribution over the vocabulary that a row of logits stands for, `[vocabularySize]`, summing to 1.
    ///
    /// - Parameter logits: One row, `[vocabularySize]`, without NaN; minus infinity is a token that cannot come, and one
    ///   at least can.
    /// - Complexity: O(vocabulary) on average.
    /// - Returns: One probability for each token.
    public func distribution(of logits: ArraySlice<Float>) -> [Double] {
        var probabilities = [Double](repeating: 0, count: logits.count)
        if isGreedy {
            probabilities[Self.argmax(logits)] = 1
            return probabilities
        }
        var scratch = Scratch()
        guard truncates else {
            weigh(logits, into: &scratch)
            return scratch.probabilities
        }
        select(from: logits, into: &scratch)
        for (place, token) in scratch.tokens.enumerated() { probabilities[token] = scratch.probabilities[place] }
        return probabilities
    }

    /// Draws the token that follows a row of logits.
    ///
    /// - Parameters:
    ///   - logits: One row, `[vocabularySize]`.
    ///   - chance: Consulted once; not at all when greedy.
    /// - Returns: A token of positive probability.
    public func draw(from logits: ArraySlice<Float>, using chance: inout some Chance) -> Token {
        var scratch = Scratch()
        return draw(from: logits, using: &chance, scratch: &scratch)
    }

    /// Draws the token that follows a row of logits, in buffers that serve from draw to draw.
    ///
    /// - Parameters:
    ///   - logits: One row, `[vocabularySize]`.
    ///   - chance: Consulted once; not at all when greedy.
    ///   - scratch: Buffers; what they hold plays no part.
    /// - Returns: A token of positive probability.
    public func draw(
        from logits: ArraySlice<Float>, using chance: inout some Chance, scratch: inout Scratch
    ) -> Token {
        if isGreedy { return Self.argmax(logits) }
        guard truncates else {
            weigh(logits, into: &scratch)
            return chance.index(weightedBy: scratch.probabilities)
        }
        select(from: logits, into: &scratch)
        return scratch.tokens[chance.index(weightedBy: scratch.probabilities)]
    }

    /// Writes the probability of every token.
    private func weigh(_ logits: ArraySlice<Float>, into scratch: inout Scratch) {
        let largest = Double(logits[logits.startIndex + Self.argmax(logits)])
        scratch.probabilities.removeAll(keepingCapacity: true)
        var sum = 0.0
        for logit in logits {
            let weight = exp((Double(logit) - largest) / temperature)
            scratch.probabilities.append(weight)
            sum += weight
        }
        for index in scratch.probabilities.indices { scratch.probabilities[index] /= sum }
    }
}

extension SamplingRule {
    /// Buffers that serve from draw to draw, so that draws need not allocate.
    public struct Scratch: Sendable {
        /// The tokens that are kept, in order of id; nothing where none is left out.
        var tokens: [Token] = []

        /// The probability of each of them, or of every token where none is left out.
        var probabilities: [Double] = []

        /// The largest logits so far.
        var largest: [Float] = []

        /// Places among `tokens`, in part by probability.
        var order: [Int] = []

        /// Makes empty buffers.
        public init() {}
    }
}

public import Decoding
public import Speculation

/// The probability of every token sequence of one length.
public struct OutputLaw: Sendable {
    /// The length of each sequence.
    public let length: Int

    /// Probabilities by sequence; sequences of probability 0 may be left out.
    public private(set) var probabilities: [[Token]: Double] = [:]

    /// A law without any mass yet.
    ///
    /// - Parameter length: The length of each sequence.
    public init(length: Int) {
        self.length = length
    }

    /// What drawing token by token from a target gives.
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - prompt: The tokens before the sequence.
    ///   - sampling: How tokens are drawn.
    ///   - length: The length of each sequence.
    public init(of target: ScriptedTarget, after prompt: [Token], _ sampling: SamplingRule, length: Int) {
        self.init(length: length)
        add([], weight: 1, of: target, after: prompt, sampling)
    }

    /// What decoding gives, by running the whole loop once for every outcome of chance.
    ///
    /// - Parameters:
    ///   - engine: What decodes.
    ///   - prompt: The tokens before the sequence.
    ///   - sampling: How tokens are drawn.
    ///   - seeds: The outcomes, at least as many draws deep as the sequence is long.
    ///   - length: The length of each sequence.
    /// - Throws: Whatever the loop throws.
    public init(
        of engine: DecodingEngine, after prompt: [Token], _ sampling: SamplingRule, over seeds: StratifiedSeeds,
        length: Int
    ) throws {
        self.init(length: length)
        let rules = DecodingRules(
            sampling: sampling, limits: DecodingLimits(maximumNewTokens: length, stopTokens: []))
        for generator in seeds.generators {
            var loop = try DecodingLoop(
                engine, DecodingRequest(prompt: prompt, rules: rules, random: generator))
            while loop.finish == nil { _ = try loop.round() }
            probabilities[loop.emitted, default: 0] += seeds.probability
        }
    }

    /// Adds mass to a sequence, shared out over its continuations where it is shorter than this law's.
    ///
    /// - Parameters:
    ///   - sequence: Tokens after the prompt; longer ones are cut.
    ///   - weight: The mass.
    ///   - target: Says how the sequence goes on.
    ///   - prompt: The tokens before the sequence.
    ///   - sampling: How tokens are drawn.
    public mutating func add(
        _ sequence: [Token], weight: Double, of target: ScriptedTarget, after prompt: [Token],
        _ sampling: SamplingRule
    ) {
        guard sequence.count < length else {
            probabilities[Array(sequence.prefix(length)), default: 0] += weight
            return
        }
        for (token, probability) in target.distribution(after: prompt + sequence, sampling).enumerated()
        where probability > 0 {
            add(sequence + [token], weight: weight * probability, of: target, after: prompt, sampling)
        }
    }

    /// Half the sum of absolute differences: the largest error in the probability of any event.
    public func totalVariation(to other: OutputLaw) -> Double {
        Set(probabilities.keys).union(other.probabilities.keys)
            .reduce(0) { $0 + abs((probabilities[$1] ?? 0) - (other.probabilities[$1] ?? 0)) } / 2
    }
}

/// The token loss of EAGLE-3 over steps that the draft takes on its own outputs (arXiv 2503.01840).
///
/// L_token = Σ_i decayⁱ · (sum of step i's divergences over rows) / denominator. Objectives that train for the tree keep
/// it beside their own term.
public struct TrainingTimeTest: Sendable, Hashable {
    /// What a step's sum is divided by.
    public enum Mean: String, Sendable, Hashable, CaseIterable {
        /// All tokens of the sequence, prompts included (EAGLE, SpecForge): long prompts weigh little.
        case sequence

        /// The answer tokens alone (speculators).
        case answers
    }

    /// What the draft learns to expect.
    public enum Expectation: String, Sendable, Hashable, CaseIterable {
        /// The target's whole distribution (EAGLE-3).
        case distribution

        /// The target's most probable token: all that counts when the target decodes at temperature 0.
        case greedy
    }

    /// How many steps are unrolled.
    public let steps: Int

    /// What each step weighs relative to the one before.
    public let decay: Double

    /// What a step's sum is divided by.
    public let mean: Mean

    /// What the draft learns to expect.
    public let expectation: Expectation

    /// States the loss.
    ///
    /// - Parameters:
    ///   - steps: How many steps are unrolled, at least 1.
    ///   - decay: What each step weighs relative to the one before.
    ///   - mean: What a step's sum is divided by.
    ///   - expectation: What the draft learns to expect.
    public init(
        steps: Int = 7, decay: Double = 0.8, mean: Mean = .sequence, expectation: Expectation = .distribution
    ) {
        self.steps = steps
        self.decay = decay
        self.mean = mean
        self.expectation = expectation
    }

    /// Reads its options, with EAGLE-3's values as defaults.
    ///
    /// - Parameters:
    ///   - options: Where they stand.
    ///   - usual: The default number of steps.
    public init(from options: inout OptionReader, steps usual: Int = 7) {
        steps = options.integer(
            "ttt_length", default: usual, in: 1...32, help: "Steps of the training-time test, the first included.")
        decay = options.number(
            "step_decay", default: 0.8, in: 0...1, help: "What each step weighs relative to the one before.")
        mean = options.choice(
            "mean", default: .sequence, help: "Divide by all tokens (EAGLE) or by answer tokens (speculators).")
        expectation = options.choice(
            "expect", default: .distribution,
            help: "Cross-entropy against the target's distribution, or its most probable token alone.")
    }

    /// The loss of a sequence.
    ///
    /// - Parameters:
    ///   - sequence: The tokens and which of them count.
    ///   - bench: Runs the draft and the target.
    ///   - divergence: Compares their distributions; cross-entropy against what is expected unless given.
    /// - Returns: A scalar.
    /// - Throws: Whatever the bench throws.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, divergence: TokenDivergence? = nil
    ) throws -> Bench.Value {
        let divergence = divergence ?? (expectation == .greedy ? .greedyCrossEntropy : .crossEntropy)
        let denominator = Double(max(mean == .sequence ? sequence.tokens.count : sequence.predictedCount, 1))
        var total = try bench.tokenLoss(step: 0, divergence: divergence).sum().scaled(by: 1 / denominator)
        var weight = decay
        for step in 1..<max(steps, 1) {
            let loss = try bench.tokenLoss(step: step, divergence: divergence).sum()
            total = total + loss.scaled(by: weight / denominator)
            weight *= decay
        }
        return total
    }
}

public import Speculation

/// The chance of acceptance as the token loss (LK, after the total-variation bound of Leviathan et al., arXiv 2211.17192).
///
/// A token drawn from q is accepted with probability Σ min(p, q), so that sum, not cross-entropy, is what a chain's
/// acceptance length depends on. Its gradient vanishes where p and q hardly overlap; the logarithm's does not.
public struct LKLoss: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "lk"

    /// What `espalier plugins` says of it.
    public static let summary = "the chance of acceptance, sum of min(p, q), as the token loss (LK)"

    /// How the chance enters the loss.
    enum Form: String, CaseIterable {
        /// 1 - Σ min(p, q).
        case rejection
        /// -log Σ min(p, q).
        case logarithm
    }

    private let token: TrainingTimeTest
    private let form: Form
    private let crossEntropyWeight: Double

    /// Reads the options.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options)
        form = options.choice(
            "form", default: .rejection, help: "1 - sum of min(p, q), or the negative logarithm of the sum.")
        crossEntropyWeight = options.number(
            "cross_entropy_weight", default: 0, in: 0...100, help: "Weight of soft cross-entropy beside it.")
    }

    /// Unrolled steps alone.
    public var traits: ObjectiveTraits {
        ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: false)
    }

    /// The weighted sum of all steps' chance of rejection.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        let divergence: TokenDivergence = form == .rejection ? .rejection : .logAcceptance
        var terms = [LossTerm("lk", try token.loss(of: sequence, on: &bench, divergence: divergence))]
        if crossEntropyWeight > 0 {
            let loss = try token.loss(of: sequence, on: &bench)
            terms.append(LossTerm("cross-entropy", loss.scaled(by: crossEntropyWeight)))
        }
        return terms
    }
}

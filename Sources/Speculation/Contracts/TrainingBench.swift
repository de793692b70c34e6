/// Runs the drafts, the strategy's builder and the target on one training sequence, for an ``Objective``.
///
/// A *position* p means the prefix `tokens[0...p]`; trees and paths follow it. Nothing here names a tensor: vectors
/// over the sequence and scalars are opaque ``DifferentiableValue``s of the autograd layer.
public protocol TrainingBench {
    /// A scalar or vector that gradients flow through.
    associatedtype Value: DifferentiableValue

    /// The token loss of one unrolled step: soft cross-entropy or any other divergence between two distributions.
    ///
    /// - Parameters:
    ///   - step: `0 ..< unrolledSteps`; step *i* predicts token p + 2 + i at row p from the draft's own outputs.
    ///   - divergence: Compares the target's distribution with the draft's at each row.
    /// - Returns: One value for each row of the sequence, zero where the row does not count, `[tokens.count]`.
    /// - Throws: If the step exceeds the unrolled ones, or a model yields numbers that are not finite.
    mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Value

    /// The trees that the strategy's own builder grows after each position.
    ///
    /// - Parameters:
    ///   - positions: The prefixes' last tokens.
    ///   - draft: Which draft grows them.
    /// - Returns: One tree for each position.
    /// - Throws: If a model yields numbers that are not finite.
    mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree]

    /// The target's probability of every node of trees given its path, in few passes that share the prefix.
    ///
    /// - Parameters:
    ///   - trees: One tree for each position.
    ///   - positions: The prefixes' last tokens.
    ///   - temperature: 0 gives one-hot probabilities at the target's argmax.
    /// - Returns: For each tree one probability for each node, the root's being 1.
    /// - Throws: If a tree exceeds the context, or the target yields numbers that are not finite.
    mutating func targetProbabilities(
        of trees: [TokenTree], at positions: [Int], temperature: Double
    ) throws -> [[Double]]

    /// The log-probability that a draft gives to token paths after positions, each summed over its path.
    ///
    /// - Parameters:
    ///   - paths: The tokens after each position; an empty path has log-probability 0.
    ///   - positions: The prefixes' last tokens.
    ///   - draft: Gradients flow through `current` only.
    /// - Returns: One value for each path, `[paths.count]`.
    /// - Throws: If a model yields numbers that are not finite.
    mutating func logProbabilities(of paths: [[Token]], at positions: [Int], by draft: TrainedDraft) throws -> Value
}

/// Which draft a training bench runs.
public enum TrainedDraft: Sendable, Hashable {
    /// The one being trained.
    case current

    /// The frozen copy of the start (GTO's debiasing and likelihood ratio).
    case reference
}

/// How an unrolled step compares the target's distribution p with the draft's q at a row.
public enum TokenDivergence: Sendable, Hashable {
    /// `-Σ p log q`, with p renormalised over the draft's vocabulary (EAGLE-3).
    case crossEntropy

    /// `1 - Σ min(p, q)`, the chance that a draw from q is rejected (LK).
    case rejection
}

/// A scalar or vector of the autograd layer; operations act elementwise.
public protocol DifferentiableValue {
    /// The sum of two values of one shape.
    static func + (left: Self, right: Self) -> Self

    /// The elementwise product of two values of one shape.
    static func * (left: Self, right: Self) -> Self

    /// Each element times a constant of its own.
    ///
    /// - Parameter factors: One for each element.
    /// - Returns: A value of the same shape.
    func scaled(by factors: [Double]) -> Self

    /// Applies a smooth or clipping function to each element.
    func mapped(_ function: ElementaryFunction) -> Self

    /// The sum of all elements, a scalar.
    func sum() -> Self
}

/// The elementwise functions that objectives are made of.
public enum ElementaryFunction: Sendable, Hashable {
    /// The exponential.
    case exponential

    /// 1 / (1 + e⁻ˣ).
    case sigmoid

    /// The value limited to a range; no gradient outside.
    case clipped(from: Double, to: Double)

    /// The lesser of x · a and clip(x) · a, PPO's pessimistic bound with advantage a.
    case clippedSurrogate(advantages: [Double], from: Double, to: Double)
}

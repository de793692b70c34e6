/// Runs the drafts, the strategy's builder and the target on one training sequence, for an ``Objective``.
///
/// A *position* p means the prefix `tokens[0...p]`; trees and paths follow it. Nothing here names a tensor: vectors
/// over the sequence and scalars are opaque ``DifferentiableValue``s of the autograd layer.
public protocol TrainingBench {
    /// A scalar or vector that gradients flow through.
    associatedtype Value: DifferentiableValue

    /// The token loss of one unrolled step: soft cross-entropy or any other divergence between two distributions.
    ///
    /// Position p counts at step i where token p + 1 + i belongs to an answer and the draft can begin at p;
    /// ``TokenDivergence`` tells which positions it leaves out beyond that, whose value is 0.
    ///
    /// - Parameters:
    ///   - step: `0 ..< unrolledSteps`; step *i* predicts token p + 1 + i after position p from the draft's own outputs.
    ///   - divergence: Compares the target's distribution with the draft's at each position.
    /// - Returns: One value for each position that counts, in their order.
    /// - Throws: If the step exceeds the unrolled ones, or a model yields numbers that are not finite.
    mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Value

    /// The log-probability that the current draft gives, after positions, to the sequence's own tokens: drafted from
    /// each position along the sequence, as the unrolled steps do it.
    ///
    /// - Parameters:
    ///   - positions: The prefixes' last tokens.
    ///   - depth: At most the unrolled steps.
    /// - Returns: The value of depth j, counted from 1, at place j - 1: one number for each position, log q of token
    ///   p + j given those between; zero where `known` does not reach. `known` is how far each position's path goes:
    ///   it ends with the answer, and before a token that the draft cannot propose.
    /// - Throws: If a model yields numbers that are not finite.
    mutating func pathLogProbabilities(
        at positions: [Int], depth: Int
    ) throws -> (values: [Value], known: [Int])

    /// The trees that the strategy's own builder grows after each position.
    ///
    /// - Parameters:
    ///   - positions: The prefixes' last tokens.
    ///   - draft: Which draft grows them.
    /// - Returns: One tree for each position.
    /// - Throws: If a model yields numbers that are not finite.
    mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree]

    /// What the target thinks of every node of trees, in few passes that share the prefix.
    ///
    /// - Parameters:
    ///   - trees: One tree for each position.
    ///   - positions: The prefixes' last tokens.
    ///   - temperature: 0 gives one-hot probabilities at the target's argmax; nil is the strategy's own.
    /// - Returns: One opinion for each tree.
    /// - Throws: If a tree exceeds the context, or the target yields numbers that are not finite.
    mutating func opinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double?
    ) throws -> [TreeOpinion]

    /// The log-probability that a draft gives to token paths after positions, each summed over its path.
    ///
    /// - Parameters:
    ///   - paths: The tokens after each position, all of them tokens that the draft can propose; an empty path has
    ///     log-probability 0.
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

/// The distribution a node's children were drawn from, for verifiers that weigh the target against it.
///
/// Only drafts that draw children at random give proposals: a deterministic choice of children is a point mass, and
/// weighing it by the draft's probability would bias the output.
public enum Proposal: Sendable, Equatable {
    /// The probability of every token of the target's vocabulary, `[vocabularySize]`.
    case full([Float])

    /// The probabilities of the tokens that have any, ascending by token.
    case sparse(tokens: [Token], probabilities: [Float])
}

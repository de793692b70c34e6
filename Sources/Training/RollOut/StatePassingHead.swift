public import Autograd
public import Speculation

/// A head that drafts on states of its own, the target's features being the first (EAGLE, Hydra, chains of Medusa heads).
///
/// Row p pairs the feature of token p with token p + 1 and predicts token p + 2; where the target has not looked, the
/// head's own output takes the feature's place. Whoever writes such a head gets its way along sequences, with steps, trees
/// and paths, from these three functions.
public protocol StatePassingHead: TrainableDraft {
    /// The head's sizes and how it reads the target.
    var shape: HeadShape { get }

    /// The states that enter row p of step 0, made from the target's features.
    ///
    /// - Parameters:
    ///   - features: The target's features of consecutive tokens, `[rows, layers · target width]`.
    ///   - weights: The parameters, open to gradients or constant.
    /// - Returns: `[rows, shape.width]`.
    func fuse(_ features: DenseMatrix<Float>, with weights: NamedVariables<Float>) -> Variable<Float>

    /// One pass: pairs each row's token with its state, and gives the states of the next step.
    ///
    /// - Parameters:
    ///   - states: ``fuse(_:with:)``'s, or those of an earlier pass, `[rows, shape.width]`.
    ///   - tokens: The target's tokens, one ahead of each state, `[rows]`.
    ///   - weights: The parameters, open to gradients or constant.
    ///   - operations: Positions, visibility and the keys and values so far.
    /// - Returns: `[rows, shape.width]`.
    func advance(
        _ states: Variable<Float>, tokens: [Token], with weights: NamedVariables<Float>,
        on operations: inout TapeOperations<Float>
    ) -> Variable<Float>

    /// The logits over the draft's vocabulary that states give.
    ///
    /// - Parameters:
    ///   - states: What ``advance(_:tokens:with:on:)`` gave, `[rows, shape.width]`.
    ///   - weights: The parameters, open to gradients or constant.
    /// - Returns: `[rows, shape.vocabulary.count]`.
    func logits(of states: Variable<Float>, with weights: NamedVariables<Float>) -> Variable<Float>
}

extension StatePassingHead {
    /// The target's token of each draft id, ascending.
    public var vocabulary: [Token] { shape.vocabulary }

    /// The target's hidden features that it reads.
    public var features: FeatureRequest? { shape.features }

    /// Begins to draft along a sequence: runs the first pass, on the target's features.
    public func rollOut(
        over sequence: TrainingSequence, features: DenseMatrix<Float>, with weights: NamedVariables<Float>, steps: Int
    ) -> any DraftRollOut {
        StateRollOut(
            SequencePass(self, weights, tokens: sequence.tokens, features: features), of: sequence, steps: steps)
    }
}

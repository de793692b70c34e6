public import Autograd
public import Speculation
public import Tensors

/// A draft head that can be trained: its forward pass, written once, runs on stored weights and on a tape.
///
/// A head is a value: changing ``parameters`` of a copy leaves the original as it was, so the frozen reference of GTO
/// and the best state so far are plain copies. The trainer asks for nothing else: how a head fuses features, what its
/// layer looks like and how it is stored (``StorableHead``) are the plugin's own business.
public protocol TrainableHead: StorableHead {
    /// What is trained, by the names under which checkpoints store it; norms are single rows.
    var parameters: NamedMatrices<Float> { get set }

    /// How checkpoints of this head store numbers: what its engines expect, rounded from the trained ones.
    var storage: StorageFormat { get }

    /// The head's sizes and how it reads the target.
    var shape: TrainableHeadShape { get }

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

/// A head's sizes and how it reads the target.
public struct TrainableHeadShape: Sendable {
    /// The width of the states that pass from step to step.
    public let width: Int

    /// The target's hidden features that it reads.
    public let features: FeatureRequest

    /// The target's token of each draft id, ascending.
    public let vocabulary: [Token]

    /// Rotary radians per position for each pair of a head's columns.
    public let frequencies: [Float]

    /// What its parts cost.
    public let cost: TrainableHeadCost

    /// States sizes.
    ///
    /// - Parameters:
    ///   - width: The width of the states that pass from step to step.
    ///   - features: The target's hidden features that it reads.
    ///   - vocabulary: The target's token of each draft id, ascending.
    ///   - frequencies: Rotary radians per position for each pair of a head's columns.
    ///   - cost: What its parts cost.
    public init(
        width: Int, features: FeatureRequest, vocabulary: [Token], frequencies: [Float], cost: TrainableHeadCost
    ) {
        self.width = width
        self.features = features
        self.vocabulary = vocabulary
        self.frequencies = frequencies
        self.cost = cost
    }
}

public import Autograd
public import LanguageModels
public import Speculation
public import Tensors

/// A draft that can be trained: its forward pass, written once, runs on stored weights and on a tape.
///
/// A draft is a value: changing ``parameters`` of a copy leaves the original as it was, so the frozen reference of GTO
/// and the best state so far are plain copies. The trainer asks for nothing else than a way along each sequence: how a
/// draft reads the target, what its layers look like and how it is stored (`StorableDraft`) are the plugin's own business.
public protocol TrainableDraft: StorableDraft {
    /// What is trained, by the names under which checkpoints store it; norms are single rows.
    var parameters: NamedMatrices<Float> { get set }

    /// How checkpoints of this draft store numbers: what its engines expect, rounded from the trained ones.
    var storage: StorageFormat { get }

    /// The target's token of each draft id, ascending.
    var vocabulary: [Token] { get }

    /// The target's hidden features that it reads; nil for none.
    var features: FeatureRequest? { get }

    /// Begins to draft along a sequence.
    ///
    /// - Parameters:
    ///   - sequence: At least two tokens, and which of them count.
    ///   - features: The target's features of all tokens, `[tokens, states · target width]`.
    ///   - weights: The parameters, open to gradients or constant.
    ///   - steps: How many steps will be unrolled at most.
    /// - Returns: The way along the sequence.
    func rollOut(
        over sequence: TrainingSequence, features: DenseMatrix<Float>, with weights: NamedVariables<Float>, steps: Int
    ) -> any DraftRollOut
}

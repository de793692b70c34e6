public import Speculation

/// A draft that can be trained: what a ``/Speculation/DraftRecipe`` adds to take part in training.
public protocol TrainableRecipe: DraftRecipe {
    /// The option that says where the draft is stored, in place of which a run names what it trained.
    static var placeOption: String { get }

    /// Options that shape a draft that is yet to be made: what is stored has them in itself.
    static var shapeOptions: Set<String> { get }

    /// How many tokens a head that is yet to be made proposes unless the trainer says so; nil for a head that exists.
    ///
    /// - Parameter context: The target, and where heads are found.
    /// - Returns: The number of tokens; the trainer chooses those that answers use most.
    /// - Throws: If there is no such head for the target.
    func usualVocabularySize(in context: DraftLoading) throws -> Int?

    /// Opens the head that training starts from.
    ///
    /// - Parameters:
    ///   - context: The target, and where heads are found.
    ///   - start: What its parameters are at first: projections that are random are normal with deviation 0.02, norms one.
    ///   - seed: Where the randomness starts.
    ///   - vocabulary: The target's token of each draft id, ascending; nil keeps those of the head.
    /// - Returns: The head, its parameters in single precision.
    /// - Throws: If a file is missing or damaged, or the head does not fit the target.
    func trainable(
        in context: DraftLoading, from start: TrainingStart, seed: UInt64, proposing vocabulary: [Token]?
    ) throws -> any TrainableDraft
}

extension TrainableRecipe {
    /// Heads have no options of shape but their own files.
    public static var shapeOptions: Set<String> { [] }

    /// The head exists.
    public func usualVocabularySize(in context: DraftLoading) throws -> Int? { nil }
}

public import Speculation

/// A draft that can be trained: what a ``Speculation/DraftRecipe`` adds to take part in training.
public protocol TrainableRecipe: DraftRecipe {
    /// Opens the head that training starts from.
    ///
    /// - Parameters:
    ///   - context: The target, and where heads are found.
    ///   - start: What its parameters are at first.
    ///   - vocabulary: The target's token of each draft id, ascending; nil keeps those of the head.
    /// - Returns: The head, its parameters in single precision.
    /// - Throws: If a file is missing or damaged, or the head does not fit the target.
    func trainable(in context: DraftLoading, from start: TrainingStart, proposing vocabulary: [Token]?) throws
        -> any TrainableHead
}

/// What a head's parameters are before the first step.
public enum TrainingStart: Sendable {
    /// Those of the recipe's own head.
    case head

    /// Those of another stored head, by the name or folder that a strategy file would use.
    case stored(String)

    /// Random from a seed: projections normal with deviation 0.02, norms one; the sizes are the recipe's head's.
    case random(seed: UInt64)

    /// What the head can take over from the target, the rest random from a seed; the sizes are the recipe's head's.
    case target(seed: UInt64)
}

public import Speculation

/// A draft that can be trained: what a ``Speculation/DraftRecipe`` adds to take part in training.
public protocol TrainableRecipe: DraftRecipe {
    /// Opens the head that training starts from.
    ///
    /// - Parameters:
    ///   - context: The target, and where heads are found.
    ///   - start: What its parameters are at first.
    /// - Returns: The head, its parameters in single precision.
    /// - Throws: If a file is missing or damaged, or the head does not fit the target.
    func trainable(in context: DraftLoading, from start: TrainingStart) throws -> any TrainableHead
}

/// What a head's parameters are before the first step.
public enum TrainingStart: Sendable {
    /// Those of the recipe's own head.
    ///
    /// - Parameter vocabulary: The target's token of each draft id, ascending; nil keeps those of the head.
    case head(vocabulary: [Token]?)

    /// Those of another stored head.
    ///
    /// - Parameters:
    ///   - reference: The name or folder that a strategy file would use.
    ///   - vocabulary: The target's token of each draft id, ascending; nil keeps those of the head.
    case stored(String, vocabulary: [Token]?)

    /// Random: projections normal with deviation 0.02, norms one; the sizes are the recipe's head's.
    ///
    /// - Parameters:
    ///   - seed: Where the randomness starts.
    ///   - vocabulary: The target's token of each draft id, ascending; nil keeps those of the recipe's head.
    case random(seed: UInt64, vocabulary: [Token]?)

    /// What the head can take over from the target, the rest random; the sizes are the recipe's head's.
    ///
    /// - Parameters:
    ///   - seed: Where the randomness starts.
    ///   - vocabulary: The target's token of each draft id, ascending; nil keeps those of the recipe's head.
    case target(seed: UInt64, vocabulary: [Token]?)
}

public import Speculation

/// A draft whose head can be stored: what a ``/Speculation/DraftRecipe`` adds to be exported.
public protocol StorableRecipe: DraftRecipe {
    /// Opens the head as it is stored.
    ///
    /// - Parameter context: The target, and where heads are found.
    /// - Returns: The head.
    /// - Throws: If a file is missing or damaged, or the head does not fit the target.
    func storable(in context: DraftLoading) throws -> any StorableHead
}

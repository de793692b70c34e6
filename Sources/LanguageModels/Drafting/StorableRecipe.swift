public import Speculation

/// A draft that can be stored: what a ``/Speculation/DraftRecipe`` adds to be exported.
public protocol StorableRecipe: DraftRecipe {
    /// Opens the draft as it is stored.
    ///
    /// - Parameter context: The target, and where models are found.
    /// - Returns: The draft.
    /// - Throws: If a file is missing or damaged, or the draft does not fit the target.
    func storable(in context: DraftLoading) throws -> any StorableDraft
}

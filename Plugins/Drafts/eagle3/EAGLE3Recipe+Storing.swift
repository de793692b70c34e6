public import LanguageModels
public import Speculation
import Training

extension EAGLE3Recipe: StorableRecipe {
    /// Opens the head as it is stored.
    ///
    /// - Parameter context: The target, which must be a transformer of the width that the head was trained for.
    /// - Returns: The head.
    /// - Throws: `ModelError` if a file is missing or damaged, or the head was made for another target.
    public func storable(in context: DraftLoading) throws -> any StorableDraft { try open(in: context) }
}

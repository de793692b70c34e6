public import Speculation

/// A draft whose weights can be made up, so that what it costs is measured before anybody trains one.
public protocol RandomDraftRecipe: DraftRecipe {
    /// A draft of random weights that suits a target, shaped as published ones of its kind are.
    ///
    /// - Parameters:
    ///   - target: The model that it drafts for.
    ///   - tensors: How to make the weights up; the recipe's own options say in which format they are multiplied.
    /// - Returns: The policy; nil where the target is too small to have one.
    /// - Throws: If the weights cannot be made.
    func randomPolicy(for target: TransformerTarget, _ tensors: RandomTensors) throws -> (any DraftPolicy)?
}

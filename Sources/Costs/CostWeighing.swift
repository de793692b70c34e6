public import Speculation

/// A tree builder that weighs expected tokens against the seconds of a round.
///
/// Whoever puts an engine together finds the costs of its target, draft and machine, and gives them to the builder.
public protocol CostWeighing: TreeBuilder {
    /// Where it wants its costs from.
    var costSource: CostSource { get }

    /// The builder with costs; before, it goes by ``RoundCosts/assumed``.
    ///
    /// - Parameter costs: What rounds take with the target, the draft and the machine that it builds for.
    /// - Returns: A builder that has seen no round yet.
    func weighing(_ costs: RoundCosts) -> Self
}

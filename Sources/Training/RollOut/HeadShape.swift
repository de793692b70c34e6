public import Speculation
public import Tensors

/// A head's sizes and how it reads the target.
public struct HeadShape: Sendable {
    /// The width of the states that pass from step to step.
    public let width: Int

    /// The target's hidden features that it reads.
    public let features: FeatureRequest

    /// The target's token of each draft id, ascending.
    public let vocabulary: [Token]

    /// How fast the pairs of a head's columns turn.
    public let frequencies: RotaryFrequencies

    /// What its parts cost.
    public let cost: HeadCost

    /// States sizes.
    ///
    /// - Parameters:
    ///   - width: The width of the states that pass from step to step.
    ///   - features: The target's hidden features that it reads.
    ///   - vocabulary: The target's token of each draft id, ascending.
    ///   - frequencies: How fast the pairs of a head's columns turn.
    ///   - cost: What its parts cost.
    public init(
        width: Int, features: FeatureRequest, vocabulary: [Token], frequencies: RotaryFrequencies, cost: HeadCost
    ) {
        self.width = width
        self.features = features
        self.vocabulary = vocabulary
        self.frequencies = frequencies
        self.cost = cost
    }
}

/// What one update did, for the log.
public struct UpdateRecord: Sendable, Equatable {
    /// The number of the update, counted from 1.
    public let step: Int

    /// The mean over the batch of each term of the loss, by name, in the order of the objective.
    public let terms: [(name: String, value: Double)]

    /// The norm of the gradient before clipping.
    public let gradientNorm: Double

    /// The learning rate.
    public let rate: Double

    /// The tokens of the batch's sequences.
    public let tokens: Int

    /// What the update spent.
    public let spent: ComputeCount

    /// How long it took.
    public let seconds: Double

    /// The sum of all terms.
    public var loss: Double { terms.reduce(0) { $0 + $1.value } }

    /// Whether two records say the same.
    public static func == (left: UpdateRecord, right: UpdateRecord) -> Bool {
        left.step == right.step && left.gradientNorm == right.gradientNorm && left.rate == right.rate
            && left.tokens == right.tokens && left.terms.map(\.name) == right.terms.map(\.name)
            && left.terms.map(\.value) == right.terms.map(\.value)
    }
}

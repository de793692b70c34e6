/// A training of an experiment that could not go on; the others are not stopped by it.
public struct FailedTraining: Error, Hashable, Sendable, CustomStringConvertible {
    /// The arm's name.
    public let arm: String

    /// The seed.
    public let seed: UInt64

    /// Why, in one sentence without a full stop.
    public let reason: String

    /// States a failure.
    ///
    /// - Parameters:
    ///   - arm: The arm's name.
    ///   - seed: The seed.
    ///   - reason: Why, in one sentence without a full stop.
    public init(arm: String, seed: UInt64, reason: String) {
        self.arm = arm
        self.seed = seed
        self.reason = reason
    }

    /// One sentence, without a full stop.
    public var description: String { "arm '\(arm)', seed \(seed): \(reason)" }
}

extension FailedTraining: Encodable {
    private enum CodingKeys: String, CodingKey {
        case arm = "name"
        case seed, reason
    }
}

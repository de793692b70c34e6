import Synchronization

/// The experience of all sequences that an engine has decoded.
///
/// It is touched twice a sequence, when one begins and when it ends. Of sequences that are decoded at the same time the
/// one that ends last leaves what it has learned: losing an experience costs a little time and never changes output.
public final class SharedExperience: Sendable {
    private let state: Mutex<RoundExperience>

    /// Starts from costs alone, or from an experience that was kept.
    public init(_ experience: RoundExperience) {
        state = Mutex(experience)
    }

    /// What is known now.
    public var latest: RoundExperience { state.withLock { $0 } }

    /// Takes over what a sequence has learned.
    public func remember(_ experience: RoundExperience) {
        state.withLock { $0 = experience }
    }
}

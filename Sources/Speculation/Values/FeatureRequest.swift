/// Which hidden states of the committed tokens a draft wants.
public struct FeatureRequest: Sendable, Hashable {
    /// Zero-based layers whose *input* (the residual stream on entry, un-normed) is wanted, in this order.
    public var layers: [Int]

    /// Whether the state after the final norm is wanted, which is what the target's output head sees.
    public var finalState: Bool

    /// How many states of each token are wanted.
    public var stateCount: Int { layers.count + (finalState ? 1 : 0) }

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - layers: Zero-based layers whose input is wanted.
    ///   - finalState: Whether the state after the final norm is wanted.
    public init(layers: [Int] = [], finalState: Bool = false) {
        self.layers = layers
        self.finalState = finalState
    }

    /// What several drafts want together, each state once: from the answer each takes its own with
    /// ``TargetFeatures/selecting(_:of:)``.
    ///
    /// - Parameter requests: What each of them wants.
    public init(joining requests: [FeatureRequest]) {
        self.init(
            layers: Set(requests.flatMap(\.layers)).sorted(), finalState: requests.contains { $0.finalState })
        // Where all want the same, nobody's are put into another order.
        if let first = requests.first, requests.allSatisfy({ $0 == first }) { self = first }
    }
}

/// A tree and an acceptance from which a speed-up is projected.
public struct ProjectionRequest: Sendable, Equatable {
    /// The tokens emitted by a round, measured with a trained draft of another model.
    public let tau: Double

    /// The longest drafted path; the draft runs as often in a round.
    public let depth: Int

    /// The number of nodes that each pass of the draft after the first expands.
    public let width: Int

    /// The number of drafted nodes that the target verifies, the root not counted.
    public let nodes: Int

    /// States a request.
    ///
    /// - Parameters:
    ///   - tau: The tokens emitted by a round, at least 1.
    ///   - depth: The longest drafted path.
    ///   - width: The number of nodes that a pass expands.
    ///   - nodes: The number of drafted nodes that are verified.
    public init(tau: Double, depth: Int, width: Int, nodes: Int) {
        self.tau = tau
        self.depth = depth
        self.width = width
        self.nodes = nodes
    }
}

/// What the target thinks of a tree.
public struct TreeOpinion: Sendable, Equatable {
    /// The target's probability of each node's whole path, `[tree.count]`; the root's is 1.
    public let probabilities: [Double]

    /// The longest path of the tree that greedy verification accepts: node numbers below the root.
    public let acceptedPath: [Int]

    /// States an opinion.
    ///
    /// - Parameters:
    ///   - probabilities: The target's probability of each node's whole path, the root's being 1.
    ///   - acceptedPath: The longest path that greedy verification accepts.
    public init(probabilities: [Double], acceptedPath: [Int]) {
        self.probabilities = probabilities
        self.acceptedPath = acceptedPath
    }
}

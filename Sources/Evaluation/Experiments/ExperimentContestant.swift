/// One head at one tree: what an entry of the comparison that ends an experiment stands for.
public struct ExperimentContestant: Sendable, Equatable {
    /// The arm's name.
    public let arm: String

    /// Where its training's randomness started; nil for the head that nobody trained.
    public let seed: UInt64?

    /// The tree's name.
    public let tree: String

    /// What training took.
    public let cost: TrainingCost

    /// The folder of the head, or its bundled name; nil where there is none.
    public let head: String?

    /// Names a head and a tree.
    ///
    /// - Parameters:
    ///   - arm: The arm's name.
    ///   - seed: Where its training's randomness started.
    ///   - tree: The tree's name.
    ///   - cost: What training took.
    ///   - head: The folder of the head.
    public init(arm: String, seed: UInt64?, tree: String, cost: TrainingCost, head: String?) {
        self.arm = arm
        self.seed = seed
        self.tree = tree
        self.cost = cost
        self.head = head
    }

    /// The name of its entry, unique within an experiment.
    public var entryName: String {
        let trained = seed.map { "\(arm), seed \($0)" } ?? arm
        return "\(trained), \(tree)"
    }
}

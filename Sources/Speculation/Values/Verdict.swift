/// What a verifier decided about one tree.
public struct Verdict: Sendable, Equatable {
    /// The accepted nodes below the root, from the root's child downwards; empty when nothing was accepted.
    public var path: [Int]

    /// The target's own token after the accepted path; it becomes the next round's root.
    public var bonus: Token

    /// States a decision.
    ///
    /// - Parameters:
    ///   - path: The accepted nodes below the root, parent before child.
    ///   - bonus: The target's own token after them.
    public init(path: [Int], bonus: Token) {
        self.path = path
        self.bonus = bonus
    }
}

/// What a verifier decided about one tree.
///
/// The accepted path is named by its last node, so that it is a path by construction; ``RoundOutcome/path`` and
/// ``TokenTree/path(to:)`` list its nodes.
public struct Verdict: Sendable, Equatable {
    /// The deepest accepted node; 0, the root, when nothing was accepted.
    public var lastAccepted: Int

    /// The target's own token after the accepted path; it becomes the next round's root.
    public var bonus: Token

    /// States a decision.
    ///
    /// - Parameters:
    ///   - lastAccepted: The deepest accepted node; 0 when nothing was accepted.
    ///   - bonus: The target's own token after it.
    public init(lastAccepted: Int, bonus: Token) {
        self.lastAccepted = lastAccepted
        self.bonus = bonus
    }
}

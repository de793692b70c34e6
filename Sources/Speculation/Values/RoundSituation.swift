/// What a builder may know about the round it builds for.
///
/// Nothing here depends on draws that the target has yet to make, so a tree may follow any of it and sampling stays
/// exact. What earlier rounds brought and took, a builder hears when they end (``TreeBuilder/observe(_:)``).
public struct RoundSituation: Sendable {
    /// How many tokens the target's KV cache holds.
    public var contextLength: Int

    /// The longest path that could still be emitted before a token or context limit.
    public var remainingDepth: Int

    /// How many committed tokens the draft has yet to read in its first pass of a round.
    public var unreadTokens: Int

    /// The same of each of several merged drafts; empty for one draft.
    public var unreadBySource: [Int]

    /// How many committed tokens one of the drafts has yet to read.
    ///
    /// - Parameter source: Which of several merged drafts, counted from 0.
    /// - Returns: The tokens; those of the only draft where there is one.
    public func unread(of source: Int) -> Int {
        unreadBySource.indices.contains(source) ? unreadBySource[source] : unreadTokens
    }

    /// Describes a round's start.
    ///
    /// - Parameters:
    ///   - contextLength: How many tokens the target's KV cache holds.
    ///   - remainingDepth: The longest path that could still be emitted.
    ///   - unreadTokens: How many committed tokens the draft has yet to read.
    ///   - unreadBySource: The same of each of several merged drafts; empty for one draft.
    public init(contextLength: Int, remainingDepth: Int, unreadTokens: Int = 1, unreadBySource: [Int] = []) {
        self.contextLength = contextLength
        self.remainingDepth = remainingDepth
        self.unreadTokens = unreadTokens
        self.unreadBySource = unreadBySource
    }
}

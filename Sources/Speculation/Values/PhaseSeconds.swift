/// Wall-clock seconds by phase of the work.
public struct PhaseSeconds: Sendable, Hashable, Codable {
    /// Growing the tree's candidates and reading committed tokens in the draft.
    public var draft = 0.0

    /// Choosing frontiers and pruning.
    public var tree = 0.0

    /// The target's passes, prefill included, and keeping the accepted path in its KV cache.
    public var target = 0.0

    /// The verifier's decisions.
    public var verify = 0.0

    /// Everything else.
    public var other = 0.0

    /// No time at all.
    public init() {}

    /// The sum of all phases.
    public var total: Double { draft + tree + target + verify + other }

    /// Adds phase by phase.
    public static func += (left: inout PhaseSeconds, right: PhaseSeconds) {
        left.draft += right.draft
        left.tree += right.tree
        left.target += right.target
        left.verify += right.verify
        left.other += right.other
    }
}

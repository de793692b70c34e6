/// Seconds that the passes of one draft take.
public struct DraftCosts: Sendable, Equatable {
    /// The draft's first pass of a round, by the number of committed tokens that it has yet to read.
    ///
    /// It yields the root's children; one-pass drafts do all their work here.
    public var read: CostCurve

    /// Each further pass of the draft, by the number of nodes that it expands.
    public var draft: CostCurve

    /// Gathers costs.
    ///
    /// - Parameters:
    ///   - read: The draft's first pass, by unread committed tokens.
    ///   - draft: Each further pass, by expanded nodes.
    public init(read: CostCurve, draft: CostCurve) {
        self.read = read
        self.draft = draft
    }
}

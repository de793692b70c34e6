/// Seconds that the parts of a round take with one target, draft and machine, for builders that weigh tokens against
/// time.
///
/// A builder that wants them says so (``CostWeighing``). They are measured once (`espalier calibrate`) or read from a file,
/// and the builder may refine them by what its rounds took.
public struct RoundCosts: Sendable, Equatable {
    /// The target's pass and the keeping of its path, by the number of nodes, the root included.
    public var verify: CostCurve

    /// The draft's passes: of each draft that it is merged of, at least one.
    public var drafts: [DraftCosts]

    /// Whatever else a round takes, in seconds.
    public var otherSeconds: Double

    /// Gathers costs.
    ///
    /// - Parameters:
    ///   - verify: The target's pass, by nodes.
    ///   - drafts: The passes of each draft.
    ///   - otherSeconds: Whatever else a round takes.
    /// - Precondition: There is a draft.
    public init(verify: CostCurve, drafts: [DraftCosts], otherSeconds: Double) {
        precondition(!drafts.isEmpty, "costs of rounds without a draft")
        self.verify = verify
        self.drafts = drafts
        self.otherSeconds = otherSeconds
    }

    /// Gathers costs with one draft.
    ///
    /// - Parameters:
    ///   - verify: The target's pass, by nodes.
    ///   - read: The draft's first pass, by unread committed tokens.
    ///   - draft: Each further pass of the draft, by expanded nodes.
    ///   - otherSeconds: Whatever else a round takes.
    public init(verify: CostCurve, read: CostCurve, draft: CostCurve, otherSeconds: Double) {
        self.init(verify: verify, drafts: [DraftCosts(read: read, draft: draft)], otherSeconds: otherSeconds)
    }

    /// How many plain passes it takes until the processor's caches hold what plain decoding leaves there.
    public static let settlingPasses = 12

    /// What a builder assumes where nothing was measured, such as in training: in units of one plain pass, a tenth for
    /// each further node and three twentieths for a pass of the draft.
    public static let assumed = RoundCosts(
        verify: .line(first: 1, step: 0.1), read: .line(first: 0.15, step: 0.01),
        draft: .line(first: 0.15, step: 0.01), otherSeconds: 0)

    /// The seconds of a round that drafts nothing.
    public func plainSeconds(context: Int) -> Double { verify.seconds(size: 1, context: context) + otherSeconds }
}

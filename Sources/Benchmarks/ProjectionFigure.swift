/// A speed-up that measured costs would give with an acceptance measured elsewhere.
///
/// It is no measurement.
///
/// ```
/// round = draft(root) + (depth - 1) · draft(width) + pass(1 + nodes)
/// speed-up = tau · pass(1) / round
/// ```
/// Choosing nodes and judging them is not in it: a few per cent of a round for small models, nothing for large ones.
public struct ProjectionFigure: Sendable, Encodable {
    /// The tokens before the round.
    public let context: Int

    /// The tokens emitted by a round, as assumed.
    public let tau: Double

    /// The longest drafted path, which is the number of the draft's passes.
    public let depth: Int

    /// The nodes that each pass of the draft after the first expands.
    public let width: Int

    /// The drafted nodes that the target verifies.
    public let nodes: Int

    /// The measured time of the draft's passes.
    public let draftSeconds: Double

    /// The measured time of the target's pass over the tree.
    public let verifySeconds: Double

    /// The measured time of plain decoding's pass.
    public let plainSeconds: Double

    /// The projected speed-up over plain decoding.
    public var speedup: Double { tau * plainSeconds / (draftSeconds + verifySeconds) }

    /// Projects, if all passes of a round have been measured.
    ///
    /// - Parameters:
    ///   - request: The tree and the acceptance.
    ///   - context: The tokens before the round.
    ///   - passes: Figures of the target.
    ///   - drafts: Figures of the draft.
    init?(_ request: ProjectionRequest, context: Int, passes: [PassFigure], drafts: [DraftFigure]) {
        func pass(_ n: Int) -> Double? { passes.first { $0.n == n && $0.context == context }?.seconds }
        func draft(_ kind: DraftFigure.Kind, _ width: Int?) -> Double? {
            drafts.first { $0.kind == kind && $0.context == context && (width == nil || $0.width == width) }?.seconds
        }
        guard let plain = pass(1), let verify = pass(1 + request.nodes), let root = draft(.root, nil),
            let nodes = draft(.nodes, request.width)
        else { return nil }
        self.context = context
        tau = request.tau
        depth = request.depth
        width = request.width
        self.nodes = request.nodes
        draftSeconds = root + Double(request.depth - 1) * nodes
        verifySeconds = verify
        plainSeconds = plain
    }

    private enum CodingKeys: String, CodingKey {
        case context, tau, depth, width, nodes, speedup
        case draftSeconds = "draft_seconds"
        case verifySeconds = "verify_seconds"
        case plainSeconds = "plain_seconds"
    }

    /// Writes the figure and the speed-up that follows from it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(context, forKey: .context)
        try container.encode(tau, forKey: .tau)
        try container.encode(depth, forKey: .depth)
        try container.encode(width, forKey: .width)
        try container.encode(nodes, forKey: .nodes)
        try container.encode(draftSeconds, forKey: .draftSeconds)
        try container.encode(verifySeconds, forKey: .verifySeconds)
        try container.encode(plainSeconds, forKey: .plainSeconds)
        try container.encode(speedup, forKey: .speedup)
    }
}

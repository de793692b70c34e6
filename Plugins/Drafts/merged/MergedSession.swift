import Speculation

/// One sequence of several drafts: all hear the same, and all are asked about a node, or the one that the builder names.
struct MergedSession: DraftSession {
    private var parts: [any DraftSession]

    /// The hidden states that each of them wants.
    private let wanted: [FeatureRequest?]

    /// All of them together, as the target is asked.
    private let asked: FeatureRequest?

    private var merge: CandidateMerge

    init(
        _ parts: [any DraftSession], wanting wanted: [FeatureRequest?], of asked: FeatureRequest?, merge: CandidateMerge
    ) {
        self.parts = parts
        self.wanted = wanted
        self.asked = asked
        self.merge = merge
    }

    mutating func beginRound() {
        for part in parts.indices { parts[part].beginRound() }
    }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        merge.begin(frontier, of: tree)
        for part in parts.indices where frontier.source == nil || frontier.source == part {
            merge.add(try parts[part].expand(frontier, of: tree), from: part)
        }
        return frontier.source == nil ? merge.finish() : merge.finish(among: tree)
    }

    mutating func commit(_ commitment: Commitment) throws {
        for part in parts.indices {
            var features: (any TargetFeatures)?
            if let wanted = wanted[part], let asked { features = commitment.features?.selecting(wanted, of: asked) }
            try parts[part].commit(
                Commitment(
                    tokens: commitment.tokens, next: commitment.next, features: features, round: commitment.round))
        }
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        for part in parts.indices { parts[part].rewind(to: count, for: beginning.branch(part)) }
    }
}

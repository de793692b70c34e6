import Speculation

/// Several drafts that grow one tree.
struct MergedDraft: DraftPolicy {
    /// The drafts, the preferred one first.
    let parts: [any DraftPolicy]

    /// Whether candidates are ranked by probability.
    let ranks: Bool

    /// The log-probability that a candidate counts as with whose probability no draft comes.
    let assumedLogProbability: Float

    /// All that any of the drafts wants.
    var features: FeatureRequest? {
        let requests = parts.compactMap(\.features)
        return requests.isEmpty ? nil : FeatureRequest(joining: requests)
    }

    /// Each can be asked alone.
    var sourceCount: Int { parts.count }

    /// Those of the drafts.
    var remarks: [String] { parts.flatMap(\.remarks) }

    /// Each draft has a source of chance of its own.
    func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        MergedSession(
            try parts.enumerated().map { place, part in try part.begin(beginning.branch(place)) },
            wanting: parts.map(\.features), of: features, merge: CandidateMerge(ranks: ranks, assumedLogProbability))
    }
}

extension DraftBeginning {
    /// The same for one of several drafts.
    func branch(_ part: Int) -> DraftBeginning {
        var own = self
        own.random = random.branch(UInt64(part))
        return own
    }
}

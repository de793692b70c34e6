public import Speculation

/// Drafts what the target last thought likely after the same token, whatever stood before it.
///
/// Token Recycling (Luo et al. 2024, arXiv 2408.08696). Every scored node of a tree, accepted or not, tells the target's best
/// continuations of its token; they are kept for each token, the latest ones, and a tree is grown by going from token to
/// token. It needs no model, two megabytes, and no text that repeats. What one sequence has seen serves the next ones.
///
/// Candidates carry the target's log-probability at the place where they were seen; another context makes them less probable.
public struct TokenRecycling: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "token-recycling"

    /// What `espalier plugins` says of it.
    public static let summary =
        "The target's own candidates after the same token, from earlier rounds (arXiv 2408.08696)."

    /// How many candidates are kept for each token.
    public let candidates: Int

    /// Describes the draft.
    ///
    /// - Parameter candidates: How many candidates are kept for each token, at least 1; 8 in the paper.
    public init(candidates: Int = 8) {
        precondition(candidates >= 1, "a token without candidates")
        self.candidates = candidates
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        self.init(
            candidates: options.integer(
                "candidates", default: 8, in: 1...64, help: "How many continuations are kept for each token."))
    }

    /// Children are found, not drawn.
    public var traits: DraftTraits { DraftTraits(draw: .retrieved, givesProbabilities: true) }

    /// Makes an empty table for a target.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        TokenRecyclingDraft(table: CandidateTable(tokens: context.target.vocabularySize, width: candidates))
    }
}

/// The draft with what it has seen.
struct TokenRecyclingDraft: DraftPolicy {
    let table: CandidateTable

    /// It needs nothing of the target but its scores, which rounds bring.
    var features: FeatureRequest? { nil }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession { TokenRecyclingSession(table: table) }
}

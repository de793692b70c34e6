public import Speculation

/// Plain autoregressive decoding: a draft that proposes nothing.
///
/// Each pass of the target then yields one token, drawn from its own distribution. This is the baseline that every
/// speed-up is measured against, and the output that every lossless strategy must reproduce. A strategy with this
/// draft has no tree section, and the decoding loop runs it without a draft at all.
public struct NoDraft: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "none"

    /// What `espalier plugins` says of it.
    public static let summary = "Plain decoding, one token for each pass of the target: the baseline."

    /// It draws no children.
    public let traits = DraftTraits(draw: nil, givesProbabilities: false, maximumDepth: 0)

    /// Makes the recipe.
    public init() {}

    /// Makes the recipe, which has no options.
    public init(from options: inout OptionReader) {}

    /// Answers with a policy that proposes nothing.
    public func load(in context: DraftLoading) throws -> any DraftPolicy { SilentPolicy() }
}

/// Proposes nothing, for callers that want a policy where plain decoding needs none.
struct SilentPolicy: DraftPolicy {
    let features: FeatureRequest? = nil

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession { SilentSession() }
}

/// A sequence about which the policy keeps nothing.
struct SilentSession: DraftSession {
    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates { Candidates() }

    mutating func commit(_ commitment: Commitment) throws {}

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {}
}

public import Speculation

/// Drafts what the target itself guessed for places ahead, by Jacobi's iteration over a window of guesses.
///
/// Lookahead decoding (Fu et al. 2024, arXiv 2402.02057); it needs no model. Beside the candidates every pass scores a window: a
/// chain of guessed tokens, and at each of its places the guesses that earlier passes made of what follows. What the target
/// thinks of the last guess of a place makes an n-gram, and n-grams that begin with the last token are the candidates. The
/// window moves with the text, one guess deeper each round. Candidates and window stand in one tree, so the builder should keep
/// all of it (`full`); what is pruned is guessed anew.
///
/// A pass has some (window + candidates) · (ngram - 1) nodes: it pays where further nodes are nearly free.
public struct Lookahead: DraftRecipe, DraftPolicy {
    /// The word that strategy files use.
    public static let name = "lookahead"

    /// What `espalier plugins` says of it.
    public static let summary = "n-grams of the target's own guesses, by Jacobi's iteration (arXiv 2402.02057)."

    /// How many places ahead are guessed.
    public let window: Int

    /// How many tokens an n-gram has, the one that it begins with included.
    public let ngram: Int

    /// How many n-grams that begin with the last token are proposed.
    public let candidates: Int

    /// It needs nothing of the target but its scores, which rounds bring.
    public let features: FeatureRequest? = nil

    /// Makes the policy.
    ///
    /// - Parameters:
    ///   - window: How many places ahead are guessed, at least 1.
    ///   - ngram: How many tokens an n-gram has, at least 2.
    ///   - candidates: How many n-grams that begin with the last token are proposed, at least 1.
    public init(window: Int = 15, ngram: Int = 5, candidates: Int = 15) {
        precondition(window >= 1 && ngram >= 2 && candidates >= 1, "a lookahead that guesses nothing")
        self.window = window
        self.ngram = ngram
        self.candidates = candidates
    }

    /// Reads its options, with the paper's values for a model of 7 B as defaults.
    public init(from options: inout OptionReader) {
        self.init(
            window: options.integer("window", default: 15, in: 1...64, help: "How many places ahead are guessed (W)."),
            ngram: options.integer("ngram", default: 5, in: 2...16, help: "How many tokens an n-gram has (N)."),
            candidates: options.integer(
                "candidates", default: 15, in: 1...64,
                help: "How many n-grams that begin with the last token are proposed (G)."))
    }

    /// Children are found, not drawn, and nothing is known of how likely they are.
    public var traits: DraftTraits {
        DraftTraits(draw: .retrieved, givesProbabilities: false, maximumDepth: window + ngram - 1)
    }

    /// Opens nothing: the recipe is the policy.
    public func load(in context: DraftLoading) throws -> any DraftPolicy { self }

    /// Starts a sequence without guesses.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession { LookaheadSession(self, beginning) }
}

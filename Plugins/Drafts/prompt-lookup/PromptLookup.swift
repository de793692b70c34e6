public import Speculation

/// Drafts by looking up what followed the same words before, in the prompt and in the answer so far.
///
/// Prompt lookup decoding (Saxena 2023) takes the last few tokens, finds where they occurred before, and proposes what
/// came next there. It needs no model, and pays where an answer repeats its prompt: editing, summaries, code. Several distinct
/// continuations are offered at once, merged into a trie.
///
/// Each is offered with the chance that it is right, which follows from how many tokens agree, whether all their
/// occurrences were continued alike, and how often such matches have been right in this sequence. So a builder knows when
/// it is better not to draft.
public struct PromptLookup: DraftRecipe, DraftPolicy {
    /// The word that strategy files use.
    public static let name = "prompt-lookup"

    /// What `espalier plugins` says of it.
    public static let summary = "Repeats what followed the same tokens earlier in the text (Saxena 2023)."

    /// The longest run of last tokens to look for, tried first.
    public let longestMatch: Int

    /// The shortest run of last tokens to look for.
    public let shortestMatch: Int

    /// How many distinct continuations to offer.
    public let fragments: Int

    /// The longest continuation.
    public let fragmentLength: Int

    /// It needs nothing of the target but its tokens.
    public let features: FeatureRequest? = nil

    /// Makes the policy.
    ///
    /// - Parameters:
    ///   - longestMatch: The longest run of last tokens to look for, no shorter than `shortestMatch`.
    ///   - shortestMatch: The shortest run of last tokens to look for, at least 1.
    ///   - fragments: How many distinct continuations to offer, at least 1.
    ///   - fragmentLength: The longest continuation, at least 1.
    public init(longestMatch: Int = 3, shortestMatch: Int = 1, fragments: Int = 4, fragmentLength: Int = 10) {
        precondition(1 <= shortestMatch && shortestMatch <= longestMatch, "matches from longest to shortest")
        precondition(fragments >= 1 && fragmentLength >= 1, "a lookup that finds nothing")
        self.longestMatch = longestMatch
        self.shortestMatch = shortestMatch
        self.fragments = fragments
        self.fragmentLength = fragmentLength
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        let longest = options.integer(
            "longest_match", default: 3, in: 1...32,
            help: "Longest run of last tokens to look for, tried first; where even more agrees comes before the rest.")
        let shortest = options.integer(
            "shortest_match", default: 1, in: 1...32, help: "Shortest run of last tokens to look for.")
        let fragments = options.integer(
            "fragments", default: 4, in: 1...64, help: "How many distinct continuations to offer.")
        let length = options.integer(
            "fragment_length", default: 10, in: 1...64, help: "Longest continuation, in tokens.")
        if shortest > longest {
            options.fault("shortest_match", "shortest_match is \(shortest), more than longest_match, \(longest)")
        }
        self.init(
            longestMatch: max(longest, shortest), shortestMatch: shortest, fragments: fragments,
            fragmentLength: length)
    }

    /// Children are found, not drawn.
    public var traits: DraftTraits {
        DraftTraits(draw: .retrieved, givesProbabilities: true, maximumDepth: fragmentLength)
    }

    /// Opens nothing: the recipe is the policy.
    public func load(in context: DraftLoading) throws -> any DraftPolicy { self }

    /// Starts a sequence with an empty text.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession { PromptLookupSession(self) }
}

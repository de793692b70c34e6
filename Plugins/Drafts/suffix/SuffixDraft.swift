public import Speculation

/// Drafts what followed the same words in the prompt, in the answer and in earlier answers, by how often it did.
///
/// SuffixDecoding (Oliaro et al. 2024, arXiv 2411.04975), which counts continuations of the text's suffixes in a trie. It needs
/// no model, and pays where answers repeat each other or their prompts: agents, editing, code. Chances come from the counts of
/// the longest suffix that occurred before, each mixed with those of the next shorter one in the share that text of new words
/// has (Witten and Bell 1991, a new token weighing twice as much as one seen before), so that a builder knows what a guess is
/// worth.
public struct SuffixDraft: DraftRecipe, DraftPolicy {
    /// The word that strategy files use.
    public static let name = "suffix"

    /// What `espalier plugins` says of it.
    public static let summary =
        "What followed the same tokens in prompt, answer and earlier answers (arXiv 2411.04975)."

    /// The longest suffix that is looked for.
    public let longestMatch: Int

    /// The shortest.
    public let shortestMatch: Int

    /// It needs nothing of the target but its tokens.
    public let features: FeatureRequest? = nil

    /// What earlier answers were.
    let memory: AnswerMemory

    /// Makes the policy.
    ///
    /// - Parameters:
    ///   - longestMatch: The longest suffix that is looked for, at least `shortestMatch`.
    ///   - shortestMatch: The shortest, at least 1.
    ///   - rememberedTokens: How many tokens of earlier texts are kept, the newest; 0 for none.
    public init(longestMatch: Int = 16, shortestMatch: Int = 1, rememberedTokens: Int = 65_536) {
        precondition(1 <= shortestMatch && shortestMatch <= longestMatch, "suffixes from longest to shortest")
        self.longestMatch = longestMatch
        self.shortestMatch = shortestMatch
        memory = AnswerMemory(longest: longestMatch, capacity: rememberedTokens)
    }

    /// Reads its options.
    public init(from options: inout OptionReader) {
        let longest = options.integer(
            "longest_match", default: 16, in: 1...64, help: "Longest suffix of the text that is looked for.")
        let shortest = options.integer("shortest_match", default: 1, in: 1...64, help: "Shortest suffix.")
        if shortest > longest {
            options.fault("shortest_match", "shortest_match is \(shortest), more than longest_match, \(longest)")
        }
        self.init(
            longestMatch: max(longest, shortest), shortestMatch: shortest,
            rememberedTokens: options.integer(
                "remembered_tokens", default: 65_536, in: 0...4_194_304,
                help: "Tokens of earlier texts of the same run that are kept, the newest; 0 for none."))
    }

    /// Children are found, not drawn.
    public var traits: DraftTraits { DraftTraits(draw: .retrieved, givesProbabilities: true) }

    /// Opens nothing: the recipe is the policy.
    public func load(in context: DraftLoading) throws -> any DraftPolicy { self }

    /// Starts a sequence with an empty text.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession { SuffixSession(self) }
}

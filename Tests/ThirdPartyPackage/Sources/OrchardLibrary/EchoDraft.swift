import Speculation

/// Proposes what followed the same token before, the latest first.
///
/// It needs no model and no probabilities: a table of successors, which grows with the text.
public struct EchoDraft: DraftRecipe, DraftPolicy {
    /// The word that strategy files use.
    public static let name = "echo"

    /// What `espalier plugins` says of it.
    public static let summary = "Proposes what followed the same token before, the latest first."

    private let memory: Int

    /// It needs nothing of the target but its tokens.
    public let features: FeatureRequest? = nil

    /// Reads its options.
    public init(from options: inout OptionReader) {
        memory = options.integer("memory", default: 4, in: 1...64, help: "How many successors of a token are kept.")
    }

    /// Children are found, not drawn.
    public var traits: DraftTraits { DraftTraits(draw: .retrieved, givesProbabilities: false) }

    /// Opens nothing: the recipe is the policy.
    public func load(in context: DraftLoading) throws -> any DraftPolicy { self }

    /// Starts a sequence with an empty table.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession { EchoSession(memory: memory) }
}

/// The successors seen in one sequence.
struct EchoSession: DraftSession {
    let memory: Int
    private var successors: [Token: [Token]] = [:]
    /// What has been committed, and the token announced after it.
    private var text: [Token] = []

    init(memory: Int) { self.memory = memory }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        var candidates = Candidates()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            for token in (successors[tree.tokens[node]] ?? []).prefix(width) {
                candidates.append(token, after: node, logProbability: nil)
            }
        }
        return candidates
    }

    mutating func commit(_ commitment: Commitment) throws {
        // A commitment begins with the token that was announced last.
        let tokens = commitment.tokens + [commitment.next]
        for token in tokens.dropFirst(text.isEmpty ? 0 : 1) { hear(token) }
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        let retained = text.prefix(count + 1)
        text = []
        successors = [:]
        for token in retained { hear(token) }
    }

    private mutating func hear(_ token: Token) {
        if let last = text.last {
            let others = (successors[last] ?? []).filter { $0 != token }
            successors[last] = Array(([token] + others).prefix(memory))
        }
        text.append(token)
    }
}

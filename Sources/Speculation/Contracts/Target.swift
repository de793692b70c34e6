/// The model whose output decoding must reproduce: immutable weights, shared by all sequences.
public protocol Target: Sendable {
    /// The number of tokens it knows; each row of its scores has this many logits.
    var vocabularySize: Int { get }

    /// The largest number of tokens of one sequence.
    var contextLimit: Int { get }

    /// Starts a sequence.
    ///
    /// - Parameter features: Which hidden features to hand out for committed tokens; nil for none.
    /// - Throws: If the target has no such features.
    /// - Returns: A session without any token.
    func begin(providing features: FeatureRequest?) throws -> any TargetSession

    /// Scores one tree for each of several sequences, as ``TargetSession/score(_:)`` does for one.
    ///
    /// A target that can scores all of them in one pass; by default it is one after the other.
    ///
    /// - Parameters:
    ///   - trees: One for each session.
    ///   - sessions: Different sessions of this target.
    /// - Returns: For each session what scoring its tree alone gives, to the bit. A sequence whose tree cannot be scored
    ///   fails alone: the others go on.
    func score(_ trees: [TokenTree], in sessions: inout [any TargetSession]) -> [Result<TreeScores, any Error>]
}

extension Target {
    /// One after the other.
    public func score(
        _ trees: [TokenTree], in sessions: inout [any TargetSession]
    ) -> [Result<TreeScores, any Error>] {
        precondition(trees.count == sessions.count, "\(trees.count) trees for \(sessions.count) sessions")
        return trees.indices.map { place in Result { try sessions[place].score(trees[place]) } }
    }
}

/// One sequence of a target: its KV cache and what was scored last.
///
/// The life of a session: ``append(_:)`` reads a prompt, in one piece or several; then ``score(_:)`` and ``keep(_:)`` take
/// turns, until another prompt is appended. What is scored is provisional until kept, as a transaction is until committed.
/// ``rewind(to:)`` forgets the newest tokens. Scores and features are values that the session may keep and write anew in
/// place when nobody holds on to them.
public protocol TargetSession {
    /// Reads tokens behind the committed ones, and commits them: a prompt, a piece of it, or a conversation's next turn.
    ///
    /// - Parameter tokens: At least one token.
    /// - Returns: The scores after the last token (one row) and the features of all of them.
    /// - Throws: If there is no token, if the context does not hold them, or if the model yields numbers that are not finite.
    mutating func append(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?)

    /// Hears how many tokens the next pieces of a prompt have together, for a model that reads a text by its length.
    ///
    /// - Parameter count: At least as many as the next piece has.
    mutating func expect(_ count: Int)

    /// The deepest tree that can be scored next, where more than the context limits it: nothing, unless given.
    var depthLimit: Int { get }

    /// Scores every node of a tree in one pass, each seeing the committed tokens and its own ancestors.
    ///
    /// - Parameter tree: Its root is the token after the committed ones.
    /// - Returns: One row of logits for each node.
    /// - Throws: If the tree exceeds the context, or if the model yields numbers that are not finite.
    mutating func score(_ tree: TokenTree) throws -> TreeScores

    /// Commits nodes of the tree scored last and forgets the others.
    ///
    /// - Parameter path: Node numbers, the root first, each the parent of the next.
    /// - Returns: The features of these nodes, if any were asked for.
    /// - Throws: If the features cannot be gathered.
    mutating func keep(_ path: [Int]) throws -> (any TargetFeatures)?

    /// Forgets the committed tokens beyond a number of them, and the tree scored last.
    ///
    /// - Parameter count: How many to retain, at most as many as are committed.
    mutating func rewind(to count: Int)
}

extension TargetSession {
    /// Most models read tokens alike however many follow.
    public mutating func expect(_ count: Int) {}

    /// None.
    public var depthLimit: Int { .max }
}

/// Hidden states that a target made and a draft understands; opaque to everything between them.
public protocol TargetFeatures: Sendable {
    /// Those that one of several drafts wants.
    ///
    /// - Parameters:
    ///   - wanted: States that are among these.
    ///   - asked: What was asked for, and these are.
    /// - Returns: What asking for the wanted ones alone would have given.
    func selecting(_ wanted: FeatureRequest, of asked: FeatureRequest) -> any TargetFeatures
}

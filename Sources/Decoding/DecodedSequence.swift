public import Speculation

/// What target and draft hold of a text, for the next answer of the same conversation to go on from.
///
/// It begins empty, a ``DecodingLoop`` takes it over, and gives it back with ``DecodingLoop/sequence()``. The next prompt is
/// compared with it token by token: as far as both begin alike nothing is read again, and whatever follows is forgotten.
///
/// Every strategy leaves the same in the target's cache, to the bit: all tokens but the last, each as plain decoding
/// computes it. So each answer of a conversation is under a lossless strategy what it is under plain decoding, however
/// the answers before it were decoded.
///
/// A sequence belongs to one engine, and goes from hand to hand: the sessions in it may be objects, so that of two copies
/// only one can be used.
public struct DecodedSequence {
    /// The tokens so far: those that the target has committed, and the one after them.
    public private(set) var tokens: [Token] = []

    /// Nil before anything has been read.
    private var target: (any TargetSession)?

    /// The features of committed tokens that the target's session hands out.
    private var features: FeatureRequest?

    /// Nil where the latest answer did without a draft.
    private var draft: DraftPlace?

    /// Begins a conversation.
    public init() {}

    /// What is held after an answer, or in the midst of one.
    init(tokens: [Token], target: any TargetSession, features: FeatureRequest?, draft: DraftPlace?) {
        self.tokens = tokens
        self.target = target
        self.features = features
        self.draft = draft
    }

    /// Forgets all but the beginning that a prompt shares.
    ///
    /// Of the tokens that are the same one fewer stay committed: a draft may pair each token with the one after it, which must
    /// not change. So at least the prompt's last token is read.
    ///
    /// - Returns: How many tokens stay committed.
    mutating func retainBeginning(of prompt: [Token]) -> Int {
        let common = zip(tokens, prompt).prefix { $0 == $1 }.count
        let count = max(common - 1, 0)
        target?.rewind(to: count)
        if common == 0 || draft?.reaches(count) == false { draft = nil }
        tokens = Array(prompt[..<common])
        return count
    }

    private var committedCount: Int { max(tokens.count - 1, 0) }

    /// From which token on a draft will hear of the text; nil if it cannot follow it.
    ///
    /// One that needs nothing but tokens hears of the whole text. One that reads the target's features hears of it from where the
    /// target reads: what it missed while it was left out it does without.
    private func start(of policy: any DraftPolicy) -> Int? {
        if let draft { return draft.start }
        if policy.features == nil { return 0 }
        return target == nil || features == policy.features ? committedCount : nil
    }

    /// How many tokens a draft will have to read in its first pass after a prompt; nil if it cannot follow.
    func unreadTokens(of policy: any DraftPolicy, prompt: [Token]) -> Int? {
        guard let start = start(of: policy) else { return nil }
        let missed = draft?.unread(retaining: committedCount)
        return missed.map { $0 + prompt.count - committedCount } ?? (prompt.count - start)
    }

    /// Takes out the target's session, or begins one.
    mutating func takeTarget(
        of engine: DecodingEngine, providing wanted: FeatureRequest?
    ) throws -> (session: any TargetSession, features: FeatureRequest?) {
        guard let session = target else { return (try engine.target.begin(providing: wanted), wanted) }
        target = nil
        return (session, features)
    }

    /// Takes out the draft's session, or begins one; nil if it cannot follow.
    mutating func takeDraft(of policy: any DraftPolicy, for beginning: DraftBeginning) throws -> DraftPlace? {
        guard var place = draft else {
            return try start(of: policy).map { start in
                DraftPlace(try policy.begin(beginning), of: policy.sourceCount, from: start)
            }
        }
        draft = nil
        place.rewind(to: committedCount, for: beginning)
        return place
    }
}

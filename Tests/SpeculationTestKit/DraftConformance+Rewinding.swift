import Speculation

extension DraftConformance {
    /// Rewinds a sequence again and again, lets it hear another continuation, and compares it with a new sequence.
    ///
    /// - Parameters:
    ///   - policy: The draft under test.
    ///   - draft: A sequence of it that has heard the whole text.
    ///   - target: The target.
    ///   - session: The target's sequence with the whole text but its last token.
    ///   - text: Everything committed, and the token announced last.
    /// - Returns: The faults.
    /// - Throws: Whatever draft and target throw.
    func rewindingFaults(
        of policy: any DraftPolicy, _ draft: any DraftSession, with target: any Target, _ session: any TargetSession,
        after text: [Token]
    ) throws -> [String] {
        var (draft, session, text) = (draft, session, text)
        var faults: [String] = []
        // Nothing forgotten but the announced token's successors, some, nearly all.
        for retained in [text.count - 1, text.count * 2 / 3, text.count / 3, 0] {
            let beginning = DraftBeginning(random: SeededRandom(seed: UInt64(retained)), maximumNewTokens: 8)
            text = text[...retained] + text[..<3].map { ($0 + 1) % target.vocabularySize }
            session.rewind(to: retained)
            draft.rewind(to: retained, for: beginning)
            let next = try hear(text[retained...], by: &draft, session: &session)

            var fresh = try policy.begin(beginning)
            var reading = try target.begin(providing: policy.features)
            _ = try hear(text[...], by: &fresh, session: &reading)
            draft.beginRound()
            fresh.beginRound()
            let (own, expected) = (try grow(from: next, by: &draft), try grow(from: next, by: &fresh))
            if own.tokens != expected.tokens || own.parents != expected.parents {
                faults.append(
                    "rewound to \(retained) tokens it proposes \(own.tokens), and from the beginning \(expected.tokens)"
                )
            }
            // What was expanded becomes part of the text no more: the round ends with its root.
            let scores = try session.score(TokenTree(root: next))
            let bonus = SamplingRule.argmax(scores.row(0))
            try draft.commit(
                Commitment(
                    tokens: [next], next: bonus, features: session.keep([0]),
                    round: RoundOutcome(
                        tree: TokenTree(root: next), scores: scores, verdict: Verdict(lastAccepted: 0, bonus: bonus))))
            text += [next, bonus]
        }
        return faults
    }

    /// Lets target and draft read tokens, in two pieces.
    ///
    /// - Returns: The target's next token.
    private func hear(
        _ tokens: ArraySlice<Token>, by draft: inout any DraftSession, session: inout any TargetSession
    ) throws -> Token {
        let (first, second) = (tokens.prefix(tokens.count / 2), tokens.dropFirst(tokens.count / 2))
        let start = try session.append(Array(first))
        try draft.commit(
            Commitment(tokens: Array(first), next: second.first ?? 0, features: start.features, round: nil))
        let end = try session.append(Array(second))
        let next = SamplingRule.argmax(end.scores.row(0))
        try draft.commit(Commitment(tokens: Array(second), next: next, features: end.features, round: nil))
        return next
    }
}

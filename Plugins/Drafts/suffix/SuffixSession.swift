private import Foundation
import Speculation

/// The text of one sequence and what followed its runs.
struct SuffixSession: DraftSession {
    private let policy: SuffixDraft
    private var text: [Token] = []
    private var counts: SuffixCounts
    private var candidates = Candidates()

    /// Leaves the text to later sequences when this one is gone.
    private var legacy: Legacy

    init(_ policy: SuffixDraft) {
        self.policy = policy
        counts = SuffixCounts(longest: policy.longestMatch)
        legacy = Legacy(to: policy.memory)
    }

    mutating func commit(_ commitment: Commitment) throws {
        // The first token was announced, unless it is the sequence's very first.
        for token in commitment.tokens.dropFirst(text.isEmpty ? 0 : 1) { append(token) }
        append(commitment.next)
        legacy.text = text
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.count ~= count, "\(count) tokens to retain of \(text.count - 1)")
        let kept = text[...count]
        text = []
        counts = SuffixCounts(longest: policy.longestMatch)
        for token in kept { append(token) }
        legacy.text = text
    }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        policy.memory.read { earlier in
            for (node, width) in zip(frontier.nodes, frontier.widths) {
                let path = tree.path(to: node).map { tree.tokens[$0] }
                let read = text.suffix(policy.longestMatch) + path
                let chances = ContinuationChances(after: read[...], shortest: policy.shortestMatch, counts, earlier)
                for (token, chance) in chances.best(width) {
                    candidates.append(token, after: node, logProbability: Float(log(chance)))
                }
            }
        }
        return candidates
    }

    private mutating func append(_ token: Token) {
        text.append(token)
        counts.append(token)
    }

    /// A text that is remembered once nobody goes on with it.
    private final class Legacy {
        private let memory: AnswerMemory
        var text: [Token] = []

        init(to memory: AnswerMemory) { self.memory = memory }

        deinit { memory.add(text) }
    }
}

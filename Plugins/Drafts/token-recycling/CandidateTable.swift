import Speculation
import Synchronization
import Tensors

/// For each token what the target last thought likely after it; shared by all sequences of a policy.
///
/// What it holds decides how much is accepted and never what is emitted, so that sequences decoded at the same time may write
/// in any order.
final class CandidateTable: Sendable {
    private struct Entries {
        /// `[tokens, width]`, best first; -1 where none is known.
        var tokens: [Int32]

        /// What the target gave them, `[tokens, width]`.
        var logProbabilities: [Float]

        /// Finds the best of a row.
        var best = TopCandidates()
    }

    private let width: Int
    private let entries: Mutex<Entries>

    /// A table of nothing.
    init(tokens: Int, width: Int) {
        self.width = width
        entries = Mutex(
            Entries(
                tokens: [Int32](repeating: -1, count: tokens * width),
                logProbabilities: [Float](repeating: 0, count: tokens * width)))
    }

    /// Notes what the target thinks after the nodes of a tree; of two nodes with the same token the later one counts.
    ///
    /// - Complexity: O(nodes · vocabulary).
    func note(_ scores: TreeScores, of tree: TokenTree) {
        entries.withLock { entries in
            for node in 0..<min(tree.count, scores.count) {
                note(scores.row(node), after: tree.tokens[node], in: &entries)
            }
        }
    }

    private func note(_ row: ArraySlice<Float>, after token: Token, in entries: inout Entries) {
        let first = token * width
        guard entries.tokens.indices.contains(first) else { return }
        entries.best.select(width, from: row)
        for place in 0..<entries.best.count {
            let (candidate, logProbability) = entries.best[place]
            // A suppressed token must not come.
            entries.tokens[first + place] = logProbability.isFinite ? Int32(candidate) : -1
            entries.logProbabilities[first + place] = min(logProbability, 0)
        }
    }

    /// Visits what is known to follow a token, best first.
    func forEachCandidate(after token: Token, most: Int, _ visit: (Token, Float) -> Void) {
        entries.withLock { entries in
            let first = token * width
            guard entries.tokens.indices.contains(first) else { return }
            for place in first..<first + min(width, most) where entries.tokens[place] >= 0 {
                visit(Token(entries.tokens[place]), entries.logProbabilities[place])
            }
        }
    }
}

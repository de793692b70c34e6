private import Foundation
import Speculation

/// The end of one sequence's text, looked up in the index.
struct RetrievalSession: DraftSession {
    private let policy: RetrievalDraft
    private var text: [Token] = []
    private var candidates = Candidates()

    init(_ policy: RetrievalDraft) { self.policy = policy }

    mutating func commit(_ commitment: Commitment) throws {
        text.append(contentsOf: commitment.news(isFirst: text.isEmpty))
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.count ~= count, "\(count) tokens to retain of \(text.count - 1)")
        text.removeLast(text.count - 1 - count)
    }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            let path = tree.path(to: node).map { tree.tokens[$0] }
            let read = text.suffix(policy.matches.upperBound) + path
            guard let (range, length) = longestMatch(of: read[...]) else { continue }
            let found = policy.index.continuations(of: range, length: length)
            // What follows here may be none of them, in the share that Witten and Bell give to a new token.
            let all = found.reduce(found.count) { $0 + $1.count }
            for (token, count) in found.prefix(width) {
                candidates.append(
                    token, after: node, logProbability: Float(log(Double(count) / Double(max(all, 1)))))
            }
        }
        return candidates
    }

    /// The longest suffix that stands in the index; nil where none of the lengths does.
    ///
    /// A suffix occurs wherever a longer one does, so that the longest is found by halving.
    private func longestMatch(of text: ArraySlice<Token>) -> (range: Range<Int>, length: Int)? {
        var found: (Range<Int>, Int)?
        var (low, high) = (policy.matches.lowerBound, min(policy.matches.upperBound, text.count))
        while low <= high {
            let length = (low + high) / 2
            let range = policy.index.range(of: text.suffix(length))
            if range.isEmpty {
                high = length - 1
            } else {
                found = (range, length)
                low = length + 1
            }
        }
        return found
    }
}

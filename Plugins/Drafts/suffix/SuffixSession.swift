private import Foundation
import Speculation

/// The text of one sequence and what followed its runs.
struct SuffixSession: DraftSession {
    private let policy: SuffixDraft
    private var text: [Token] = []
    private var counts: SuffixCounts
    private var candidates = Candidates()

    /// Where the suffixes of this round's nodes stand, in both counts, and the generation of the earlier ones.
    private var suffixes: [Int: (own: SuffixCounts.Suffixes, earlier: SuffixCounts.Suffixes)] = [:]
    private var generation = 0

    /// Leaves the text to later sequences when this one is gone.
    private var legacy: Legacy

    init(_ policy: SuffixDraft) {
        self.policy = policy
        counts = SuffixCounts(longest: policy.longestMatch)
        legacy = Legacy(to: policy.memory)
    }

    mutating func commit(_ commitment: Commitment) throws {
        for token in commitment.news(isFirst: text.isEmpty) { append(token) }
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.count ~= count, "\(count) tokens to retain of \(text.count - 1)")
        let kept = text[...count]
        text = []
        legacy.text = []
        counts = SuffixCounts(longest: policy.longestMatch)
        for token in kept { append(token) }
    }

    mutating func beginRound() { suffixes.removeAll(keepingCapacity: true) }

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        policy.memory.read { earlier, generation in
            if generation != self.generation { suffixes.removeAll() }
            self.generation = generation
            for (node, width) in zip(frontier.nodes, frontier.widths) {
                let (here, there) = suffixes(of: node, in: tree, earlier)
                let chances = ContinuationChances(
                    shortest: policy.shortestMatch, here, in: counts, there, in: earlier)
                for (token, chance) in chances.best(width) {
                    candidates.append(token, after: node, logProbability: Float(log(chance)))
                }
            }
        }
        return candidates
    }

    /// Where the suffixes of the text and the path to a node stand, in this sequence's counts and in those of earlier ones.
    private mutating func suffixes(
        of node: Int, in tree: TokenTree, _ earlier: SuffixCounts
    ) -> (own: SuffixCounts.Suffixes, earlier: SuffixCounts.Suffixes) {
        if let known = suffixes[node] { return known }
        let found: (own: SuffixCounts.Suffixes, earlier: SuffixCounts.Suffixes)
        if node == 0 {
            found = (counts.end, earlier.suffixes(of: text[...]))
        } else {
            let before = suffixes(of: tree.parents[node], in: tree, earlier)
            let token = tree.tokens[node]
            found = (counts.suffixes(before.own, before: token), earlier.suffixes(before.earlier, before: token))
        }
        suffixes[node] = found
        return found
    }

    private mutating func append(_ token: Token) {
        text.append(token)
        // Not the same array, of which every round would make a copy to go on with.
        legacy.text.append(token)
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

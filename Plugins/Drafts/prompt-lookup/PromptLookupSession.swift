import Speculation

/// The text of one sequence, indexed as it grows, and the continuations found for its end.
struct PromptLookupSession: DraftSession {
    private let policy: PromptLookup
    private var text: [Token] = []
    private var index: RunIndex
    private var continuations = FragmentTrie()
    private var steps: [Int] = []
    private var candidates = Candidates()

    init(_ policy: PromptLookup) {
        self.policy = policy
        index = RunIndex(lengths: policy.shortestMatch...policy.longestMatch)
    }

    mutating func commit(_ commitment: Commitment) throws {
        // The last token is the root, which the commitment repeats as its first.
        if !text.isEmpty { text.removeLast() }
        text.append(contentsOf: commitment.tokens)
        text.append(commitment.next)
        index.extend(to: text)
        search()
    }

    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        precondition(0..<text.count ~= count, "\(count) tokens to retain of \(text.count - 1)")
        index.rewind(to: count, of: text)
        text.removeLast(text.count - 1 - count)
        search()
    }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            guard let place = place(of: node, in: tree) else { continue }
            var child = continuations.firstChild(of: place)
            var count = 0
            while let found = child, count < width {
                candidates.append(continuations.token(at: found), after: node, logProbability: nil)
                child = continuations.nextSibling(of: found)
                count += 1
            }
        }
        return candidates
    }

    /// Collects distinct continuations of the text's end: longest match first, among equals the most recent.
    private mutating func search() {
        continuations.clear()
        var found = 0
        for length in (policy.shortestMatch...policy.longestMatch).reversed() {
            var occurrence = index.lastEnd(ofRunAtEndOf: text, length: length)
            while let end = occurrence, found < policy.fragments {
                let fragment = text[(end + 1)...].prefix(policy.fragmentLength)
                if continuations.insert(fragment) { found += 1 }
                occurrence = index.endBefore(end, of: text, length: length)
            }
        }
    }

    /// Where a tree's node stands among the continuations; nil when it is none of ours.
    private mutating func place(of node: Int, in tree: TokenTree) -> Int? {
        steps.removeAll(keepingCapacity: true)
        var ancestor = node
        while ancestor > 0 {
            steps.append(tree.tokens[ancestor])
            ancestor = tree.parents[ancestor]
        }
        var place = FragmentTrie.root
        for token in steps.reversed() {
            guard let child = continuations.child(of: place, holding: token) else { return nil }
            place = child
        }
        return place
    }
}

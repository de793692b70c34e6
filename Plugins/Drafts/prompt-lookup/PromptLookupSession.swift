private import Foundation
import Speculation

/// The text of one sequence, indexed as it grows, and the continuations found for its end.
struct PromptLookupSession: DraftSession {
    private let policy: PromptLookup
    private var text: [Token] = []
    private var index: RunIndex
    private var continuations = FragmentTrie()
    private var reliability = MatchReliability()

    /// Occurrences of the longest run that is looked for, and how much agrees there.
    private var occurrences: [(end: Int, length: Int)] = []
    private var steps: [Int] = []
    private var candidates = Candidates()

    init(_ policy: PromptLookup) {
        self.policy = policy
        index = RunIndex(lengths: policy.shortestMatch...policy.longestMatch)
    }

    mutating func commit(_ commitment: Commitment) throws {
        if commitment.round != nil { learn(from: commitment) }
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
        reliability = MatchReliability()
        search()
    }

    mutating func beginRound() {}

    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        candidates.removeAll()
        for (node, width) in zip(frontier.nodes, frontier.widths) {
            guard let place = place(of: node, in: tree) else { continue }
            var child = continuations.firstChild(of: place)
            var count = 0
            // What is left of certainty when all preferred continuations are wrong.
            var rest = 1.0
            while let found = child, count < width {
                let (length, agreement) = match(behind: found, isFirst: count == 0, depth: tree.depths[node])
                let chance = rest * reliability.chance(length: length, agreement)
                candidates.append(
                    continuations.token(at: found), after: node, logProbability: Float(log(chance)))
                rest -= chance
                child = continuations.nextSibling(of: found)
                count += 1
            }
        }
        return candidates
    }

    /// What speaks for a continuation at some depth below the root, all before it taken to be accepted.
    private func match(
        behind child: Int, isFirst: Bool, depth: Int
    ) -> (length: Int, agreement: MatchReliability.Agreement) {
        let agreement = isFirst ? continuations.agreement(onFirst: child) : .later
        return (continuations.length(at: child) + depth, agreement)
    }

    /// Compares what was on offer with the tokens that came.
    private mutating func learn(from commitment: Commitment) {
        var place = FragmentTrie.root
        for depth in 0..<commitment.tokens.count {
            let last = depth + 1 == commitment.tokens.count
            let token = last ? commitment.next : commitment.tokens[depth + 1]
            var child = continuations.firstChild(of: place)
            var isFirst = true
            var next: Int?
            while let offered = child, next == nil {
                let (length, agreement) = match(behind: offered, isFirst: isFirst, depth: depth)
                let wasRight = continuations.token(at: offered) == token
                reliability.note(length: length, agreement, wasRight: wasRight)
                if wasRight { next = offered }
                child = continuations.nextSibling(of: offered)
                isFirst = false
            }
            guard let next else { return }
            place = next
        }
    }

    /// Collects distinct continuations of the text's end: longest match first, among equals the most recent.
    private mutating func search() {
        continuations.clear()
        var found = 0
        for length in (policy.shortestMatch...policy.longestMatch).reversed() where found < policy.fragments {
            listOccurrences(length)
            for (end, length) in occurrences where found < policy.fragments {
                let fragment = text[(end + 1)...].prefix(policy.fragmentLength)
                if continuations.insert(fragment, after: length) { found += 1 }
            }
        }
    }

    /// Lists where a run of the text's last tokens stood before and no longer run that was looked for: longest agreement
    /// first, among equals the most recent.
    private mutating func listOccurrences(_ length: Int) {
        occurrences.removeAll(keepingCapacity: true)
        let isLongest = length == policy.longestMatch
        let most = max(length, isLongest ? MatchReliability.longestLength : length + 1)
        var occurrence = index.lastEnd(ofRunAtEndOf: text, length: length)
        while let end = occurrence {
            let agreeing = index.agreeing(at: end, with: text, most: most)
            if isLongest || agreeing == length { insertOccurrence(end, agreeing) }
            occurrence = index.endBefore(end, of: text, length: length)
        }
    }

    private mutating func insertOccurrence(_ end: Int, _ length: Int) {
        var place = occurrences.count
        while place > 0 && occurrences[place - 1].length < length { place -= 1 }
        occurrences.insert((end, length), at: place)
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

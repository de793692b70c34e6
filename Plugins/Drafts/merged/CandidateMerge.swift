import Speculation

/// Makes one list of the candidates of several drafts, each token once below its parent.
///
/// Where candidates are ranked, a token has the largest log-probability that any draft gives it, and the best come first:
/// the numbers of different drafts are no distribution together, and serve to rank only. Otherwise the drafts take turns,
/// the preferred one first. Its buffers are used again in every pass.
struct CandidateMerge {
    /// A token below a parent, as proposed.
    private struct Entry {
        var token: Token
        var logProbability: Float?
        var source: Int
        /// Its place among the candidates of its draft below that parent.
        var rank: Int
    }

    private let ranks: Bool
    private let assumedLogProbability: Float

    private var frontier = Frontier()

    /// For each node of the tree its place in the frontier, or -1.
    private var places: [Int] = []

    /// What is proposed below each node of the frontier; more of them than the frontier has are left from wider ones.
    private var proposed: [[Entry]] = []

    /// How many candidates each node has from the draft at hand.
    private var counts: [Int] = []

    private var merged = Candidates()

    init(ranks: Bool, _ assumedLogProbability: Float) {
        self.ranks = ranks
        self.assumedLogProbability = assumedLogProbability
    }

    /// Forgets what was proposed before.
    mutating func begin(_ frontier: Frontier, of tree: TokenTree) {
        for node in self.frontier.nodes where node < places.count { places[node] = -1 }
        self.frontier = frontier
        while places.count < tree.count { places.append(-1) }
        while proposed.count < frontier.nodes.count { proposed.append([]) }
        for (place, node) in frontier.nodes.enumerated() {
            places[node] = place
            proposed[place].removeAll(keepingCapacity: true)
        }
    }

    /// Takes a draft's answer.
    mutating func add(_ candidates: Candidates, from source: Int) {
        counts.removeAll(keepingCapacity: true)
        for _ in frontier.nodes { counts.append(0) }
        for index in 0..<candidates.count {
            let place = places[candidates.parents[index]]
            precondition(place >= 0, "draft \(source) proposes below a node that it was not asked about")
            let entry = Entry(
                token: candidates.tokens[index],
                logProbability: ranks ? candidates.logProbabilities[index] ?? assumedLogProbability : nil,
                source: source, rank: counts[place])
            counts[place] += 1
            insert(entry, at: place)
        }
    }

    /// What stands in the tree once is kept as the draft has it that thinks more of it.
    private mutating func insert(_ entry: Entry, at place: Int) {
        guard let known = proposed[place].firstIndex(where: { $0.token == entry.token }) else {
            proposed[place].append(entry)
            return
        }
        if precedes(entry, proposed[place][known]) { proposed[place][known] = entry }
    }

    private func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if let own = left.logProbability, let other = right.logProbability, own != other { return own > other }
        return (left.rank, left.source) < (right.rank, right.source)
    }

    /// The candidates below each node, no more than were asked for; the list is lent, and written anew in every pass.
    mutating func finish() -> Candidates {
        merged.removeAll()
        for (place, node) in frontier.nodes.enumerated() {
            proposed[place].sort(by: precedes)
            for entry in proposed[place].prefix(frontier.widths[place]) { append(entry, below: node) }
        }
        return merged
    }

    /// The same where other drafts have been asked about the nodes before: what stands in the tree is not proposed again, but
    /// counts as what the draft gives it that thinks more of it.
    mutating func finish(among tree: TokenTree) -> Candidates {
        merged.removeAll()
        for (place, node) in frontier.nodes.enumerated() {
            for entry in proposed[place].prefix(frontier.widths[place]) {
                guard let known = tree.child(of: node, holding: entry.token) else {
                    append(entry, below: node)
                    continue
                }
                guard let own = entry.logProbability, let other = tree.logProbabilities[known], own > other else {
                    continue
                }
                merged.revise(known, logProbability: own, source: entry.source)
            }
        }
        return merged
    }

    private mutating func append(_ entry: Entry, below node: Int) {
        merged.append(entry.token, after: node, logProbability: entry.logProbability, source: entry.source)
    }
}

import Costs
import Speculation

/// The nodes of a growing tree in the order of their chances, and the rate of every beginning of that order.
struct GrowthPlan {
    /// A node and the chance that it is accepted with all before it.
    struct Ranked {
        var node: Int
        var chance: Double
    }

    /// Whether a round is being planned.
    private(set) var isOpen = false

    /// The best nodes known, best first and parents before children; no more than may be scored.
    private(set) var ranked: [Ranked] = []

    /// The chance of each node of the tree, `[nodes]`.
    private(set) var chances: [Double] = []

    /// Whether each node has been grown, `[nodes]`.
    private(set) var isGrown: [Bool] = []

    /// Seconds of passes made so far and of the rest of the round, the target's pass excepted.
    private(set) var spentSeconds = 0.0

    /// Seconds of a pass of the target over the root and this many drafted nodes, `[1 + most nodes]`.
    private(set) var verifySeconds: [Double] = []

    /// The least seconds that each node costs which is scored beyond this many drafted nodes, `[1 + most nodes]`.
    private var leastSteps: [Double] = []

    /// The longest path.
    private(set) var depth = 0
    private(set) var context = 0

    /// Which draft is being asked, counted from 0.
    private(set) var source = 0

    /// The chances of the leaves' likely descendants: the same number of each leaf, and those that are considered, best first.
    ///
    /// Kept between calls for their memory.
    var guesses: [Double] = []
    var prospects: [Double] = []

    /// The leaves chosen last to be grown, best first.
    var leaves: [Int] = []

    /// The nodes of the best rate when the round was closed, ascending.
    private(set) var nodes: [Int] = []

    /// Starts a round with the root alone.
    mutating func begin(nodes: Int, depth: Int, by costs: RoundCosts, in situation: RoundSituation) {
        isOpen = true
        context = situation.contextLength
        self.depth = depth
        ranked.removeAll(keepingCapacity: true)
        chances.removeAll(keepingCapacity: true)
        isGrown.removeAll(keepingCapacity: true)
        chances.append(1)
        isGrown.append(false)
        costs.verify.list(upTo: 1 + nodes, context: context, in: &verifySeconds)
        listLeastSteps()
        spentSeconds = costs.otherSeconds
        source = 0
    }

    /// The seconds of a draft's first pass.
    func readSeconds(of source: Int, by costs: RoundCosts, in situation: RoundSituation) -> Double {
        // A long backlog is read once and serves all rounds to come: this one need not earn all of its time.
        costs.drafts[source].read.seconds(size: min(situation.unread(of: source), 4), context: context)
    }

    private mutating func listLeastSteps() {
        leastSteps.removeAll(keepingCapacity: true)
        leastSteps.append(contentsOf: verifySeconds)
        var least = Double.infinity
        for place in verifySeconds.indices.reversed() {
            leastSteps[place] = least
            if place > 0 { least = min(least, verifySeconds[place] - verifySeconds[place - 1]) }
        }
    }

    /// Whether a draft could pay if everything were accepted.
    func couldPay(_ source: Int, by costs: RoundCosts, in situation: RoundSituation) -> Bool {
        let plain = costs.plainSeconds(context: context)
        let step = costs.drafts[source].draft.seconds(size: 1, context: context)
        let spent = spentSeconds + readSeconds(of: source, by: costs, in: situation)
        for length in stride(from: 1, through: min(depth, verifySeconds.count - 1), by: 1) {
            let seconds = spent + Double(length - 1) * step + verifySeconds[length]
            if Double(1 + length) * plain > seconds { return true }
        }
        return false
    }

    /// Turns to a draft and counts its first pass, which grows the root: of the other nodes it has grown none.
    mutating func turn(to source: Int, by costs: RoundCosts, in situation: RoundSituation) {
        self.source = source
        spentSeconds += readSeconds(of: source, by: costs, in: situation)
        for node in isGrown.indices { isGrown[node] = node == 0 }
    }

    /// Counts a further pass and marks the nodes that it grows.
    mutating func payForGrowingLeaves(by costs: RoundCosts) {
        spentSeconds += costs.drafts[source].draft.seconds(size: leaves.count, context: context)
        for leaf in leaves { isGrown[leaf] = true }
    }

    /// Ranks the nodes that have been attached since the last time; all of them anew where several drafts are asked, since
    /// one may think more of what another has proposed.
    mutating func absorb(_ tree: TokenTree, by drafts: [DraftExperience]) {
        if drafts.count > 1 {
            chances.removeLast(chances.count - 1)
            ranked.removeAll(keepingCapacity: true)
        }
        for node in chances.count..<max(tree.count, chances.count) {
            let depth = tree.depths[node]
            let source = drafts.count > 1 ? tree.sources[node] : 0
            let rank = drafts.count > 1 ? tree.rankWithinSource(of: node) : tree.ranks[node]
            let own = drafts[source].acceptance.probability(
                depth: depth, rank: rank, logProbability: tree.logProbabilities[node])
            let chance = chances[tree.parents[node]] * own
            chances.append(chance)
            if isGrown.count < chances.count { isGrown.append(false) }
            if depth <= self.depth { insert(Ranked(node: node, chance: chance)) }
        }
    }

    /// The best rate in tokens per second, and how many of the ranked nodes have it.
    ///
    /// - Parameters:
    ///   - prospects: Chances of nodes that are not known yet, best first.
    ///   - seconds: What it takes to know them.
    /// - Returns: The rate, and the number of nodes, prospects included.
    func best(with prospects: [Double] = [], after seconds: Double = 0) -> (rate: Double, count: Int) {
        let spent = spentSeconds + seconds
        var expected = 1.0
        var best = (expected: expected, seconds: spent + verifySeconds[0], count: 0)
        var (known, likely) = (0, 0)
        for count in 1..<max(verifySeconds.count, 1) {
            let first = known < ranked.count ? ranked[known].chance : -1
            let second = likely < prospects.count ? prospects[likely] : -1
            let chance = max(first, second)
            // Later nodes are no likelier: none is worth its seconds at the best rate if this one is not worth the least.
            guard chance > 0, chance * best.seconds > best.expected * leastSteps[count - 1] else { break }
            if first >= second { known += 1 } else { likely += 1 }
            expected += chance
            let seconds = spent + verifySeconds[count]
            if expected * best.seconds > best.expected * seconds { best = (expected, seconds, count) }
        }
        return (best.expected / best.seconds, best.count)
    }

    /// Ends the round, and lists the ``nodes`` of the best rate.
    mutating func close() {
        isOpen = false
        nodes.removeAll(keepingCapacity: true)
        for entry in ranked[..<best().count] { nodes.append(entry.node) }
        nodes.sort()
    }

    /// Equal chances stay in the order of their numbers, so that a parent comes before its child.
    private mutating func insert(_ entry: Ranked) {
        let most = verifySeconds.count - 1
        if ranked.count == most {
            guard let last = ranked.last, last.chance < entry.chance else { return }
            ranked.removeLast()
        }
        var place = ranked.count
        while place > 0 && ranked[place - 1].chance < entry.chance { place -= 1 }
        ranked.insert(entry, at: place)
    }
}

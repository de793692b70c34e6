import Costs
import Speculation

extension GrowthPlan {
    /// How many levels are looked ahead: where the first further node costs more than the next ones, as with kernels
    /// that compute rows in blocks, a single level never pays though three do.
    private static let levels = 3

    /// How many leaves are grown in one pass at most.
    private static let mostLeaves = 8

    /// How many children of a leaf are worth guessing.
    private static let siblings = 3

    /// Chooses the ``leaves`` to grow in the next pass and pays for it; none if no choice promises more than the tree has.
    ///
    /// - Parameters:
    ///   - tree: The tree as grown.
    ///   - width: How many children each gets.
    ///   - experience: Tells how likely children are that the draft has not proposed yet, and what passes cost.
    mutating func chooseLeaves(of tree: TokenTree, width: Int, by experience: RoundExperience) {
        listLeaves(of: tree)
        let children = min(width, Self.siblings)
        guess(children, of: tree, by: experience.drafts[source].acceptance, amongOthers: experience.drafts.count > 1)
        var goal = best().rate
        var chosen = 0
        for levels in 1...Self.levels {
            prospects.removeAll(keepingCapacity: true)
            var listed = 0
            var count = 1
            while count <= leaves.count {
                for leaf in listed..<count { insertProspects(ofLeaf: leaf, children: children, levels: levels) }
                listed = count
                let seconds =
                    Double(levels) * experience.costs.drafts[source].draft.seconds(size: count, context: context)
                let rate = best(with: prospects, after: seconds).rate
                if rate > goal { (goal, chosen) = (rate, count) }
                count *= 2
            }
        }
        leaves.removeLast(leaves.count - chosen)
        if chosen > 0 { payForGrowingLeaves(by: experience.costs) }
    }

    /// Whether a draft that has not been asked in this round promises more than the tree has, by what it has brought before.
    ///
    /// - Parameters:
    ///   - source: The draft.
    ///   - tree: The tree as grown by others.
    ///   - width: How many children the root gets.
    ///   - experience: Tells how likely children are, and what passes cost.
    ///   - situation: The round.
    /// - Returns: Whether its first pass is worth its time.
    mutating func promisesMore(
        _ source: Int, than tree: TokenTree, width: Int, by experience: RoundExperience, in situation: RoundSituation
    ) -> Bool {
        leaves.removeAll(keepingCapacity: true)
        leaves.append(0)
        let children = min(width, Self.siblings)
        guess(children, of: tree, by: experience.drafts[source].acceptance, amongOthers: true)
        let goal = best().rate
        let read = readSeconds(of: source, by: experience.costs, in: situation)
        let step = experience.costs.drafts[source].draft.seconds(size: 1, context: context)
        for levels in 1...Self.levels {
            prospects.removeAll(keepingCapacity: true)
            insertProspects(ofLeaf: 0, children: children, levels: levels)
            if best(with: prospects, after: read + Double(levels - 1) * step).rate > goal { return true }
        }
        return false
    }

    /// Lists the best nodes that can be grown, best first: those of another draft only after their parents, on whose states a
    /// draft goes on.
    private mutating func listLeaves(of tree: TokenTree) {
        leaves.removeAll(keepingCapacity: true)
        for entry in ranked
        where !isGrown[entry.node] && isGrown[tree.parents[entry.node]] && tree.depths[entry.node] < depth {
            leaves.append(entry.node)
            if leaves.count == Self.mostLeaves { break }
        }
    }

    /// Guesses the chances of the leaves' descendants: a few children of each, and first children of first children.
    ///
    /// - Parameters:
    ///   - children: How many.
    ///   - tree: The tree as grown.
    ///   - acceptance: What the draft has brought before.
    ///   - others: Whether other drafts may have given the leaves children: what these leave is the chance of further ones.
    private mutating func guess(
        _ children: Int, of tree: TokenTree, by acceptance: AcceptanceStatistics, amongOthers others: Bool
    ) {
        guesses.removeAll(keepingCapacity: true)
        for leaf in leaves {
            let depth = tree.depths[leaf]
            let chance = others ? chanceLeft(by: leaf, of: tree) : chances[leaf]
            let parent = tree.logProbabilities[leaf]
            let first = guesses.count
            for rank in 0..<children {
                guesses.append(
                    chance * acceptance.rate(depth: depth + 1, rank: rank, parentLogProbability: parent))
            }
            var descendant = guesses[first]
            for level in 2...Self.levels {
                descendant *= depth + level <= self.depth ? acceptance.rate(depth: depth + level, rank: 0) : 0
                guesses.append(descendant)
            }
        }
    }

    /// The chance that a node is accepted and none of its children is.
    private func chanceLeft(by node: Int, of tree: TokenTree) -> Double {
        var left = chances[node]
        for child in node + 1..<max(chances.count, node + 1) where tree.parents[child] == node {
            left -= chances[child]
        }
        return max(left, 0)
    }

    /// Adds what was guessed of a leaf's descendants, down to some levels below it.
    private mutating func insertProspects(ofLeaf leaf: Int, children: Int, levels: Int) {
        let first = leaf * (children + Self.levels - 1)
        for place in first..<first + children + levels - 1 where guesses[place] > 0 { insertProspect(guesses[place]) }
    }

    private mutating func insertProspect(_ chance: Double) {
        var place = prospects.count
        while place > 0 && prospects[place - 1] < chance { place -= 1 }
        prospects.insert(chance, at: place)
    }
}

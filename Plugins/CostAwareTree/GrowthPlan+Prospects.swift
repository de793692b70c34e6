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
    ///   - acceptance: Tells how likely children are that the draft has not proposed yet.
    mutating func chooseLeaves(of tree: TokenTree, width: Int, by acceptance: AcceptanceStatistics) {
        listLeaves(of: tree)
        var goal = best().rate
        var chosen = 0
        var count = 1
        while count <= leaves.count {
            for levels in 1...Self.levels {
                gather(count, levels: levels, of: tree, width: width, by: acceptance)
                let seconds = Double(levels) * costs.draft.seconds(size: count, context: context)
                let rate = best(with: prospects, after: seconds).rate
                if rate > goal { (goal, chosen) = (rate, count) }
            }
            count *= 2
        }
        leaves.removeLast(leaves.count - chosen)
        if chosen > 0 { payForGrowingLeaves() }
    }

    /// Lists the best nodes that can be grown, best first.
    private mutating func listLeaves(of tree: TokenTree) {
        leaves.removeAll(keepingCapacity: true)
        for entry in ranked where !isGrown[entry.node] && tree.depths[entry.node] < depth {
            leaves.append(entry.node)
            if leaves.count == Self.mostLeaves { break }
        }
    }

    /// Guesses the chances of descendants of the first leaves: a few children of each, and first children of first
    /// children.
    private mutating func gather(
        _ count: Int, levels: Int, of tree: TokenTree, width: Int, by acceptance: AcceptanceStatistics
    ) {
        prospects.removeAll(keepingCapacity: true)
        for leaf in leaves[..<count] {
            let depth = tree.depths[leaf]
            let parent = tree.logProbabilities[leaf]
            for rank in 0..<min(width, Self.siblings) {
                let rate = acceptance.rate(depth: depth + 1, rank: rank, parentLogProbability: parent)
                insertProspect(chances[leaf] * rate)
                guard rank == 0 else { continue }
                var chance = chances[leaf] * rate
                for level in stride(from: 2, through: min(levels, self.depth - depth), by: 1) {
                    chance *= acceptance.rate(depth: depth + level, rank: 0)
                    insertProspect(chance)
                }
            }
        }
    }

    private mutating func insertProspect(_ chance: Double) {
        var place = prospects.count
        while place > 0 && prospects[place - 1] < chance { place -= 1 }
        prospects.insert(chance, at: place)
    }
}

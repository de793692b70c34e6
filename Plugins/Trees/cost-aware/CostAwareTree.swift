public import Costs
public import Speculation

/// Grows the tree from which the most tokens per second are expected, on this machine and with this draft.
///
/// A tree of nodes with chances a (of being accepted, with all before them) is expected to emit E = 1 + Σ a tokens, and
/// its round takes T = passes of the draft + verify(nodes) + the rest. The builder looks for the largest E / T: Sequoia's
/// aim (Chen et al. 2024, arXiv 2402.12374), here for each round anew, from the draft's own probabilities as EAGLE-2 and
/// OPT-Tree (Wang et al. 2024, arXiv 2406.17276) use them, corrected by how often such nodes were accepted.
///
/// - Growth: the best leaves are grown as long as the children they are likely to have (`AcceptanceStatistics`) promise
///   a better rate than the tree has, the pass that finds them paid for. Up to three levels are looked ahead.
/// - Pruning: of all nodes in the order of their chances, the beginning with the best rate is scored. A child's chance
///   is no larger than its parent's, so every such beginning is a tree, and no tree of as many nodes expects more.
/// - Not speculating: when drafting has lately not paid (`DraftingPace`), or could not even if everything were
///   accepted, the root alone is scored and the draft left out; now and then the other choice is tried.
///
/// Drafts without probabilities are judged by acceptance at each depth and rank alone.
public struct CostAwareTree: CostWeighing, Plugin {
    /// The word that strategy files use.
    public static let name = "cost-aware"

    /// What `espalier plugins` says of it.
    public static let summary = "As deep and wide as measured costs and acceptance make worth it, or the root alone."

    /// The longest drafted path.
    public let depth: Int

    /// How many children each grown node gets.
    public let topK: Int

    /// The most drafted nodes to score, without the root.
    public let totalTokens: Int

    /// After how many rounds of drafting plain ones are tried: at first sooner, later four times as many where drafting is
    /// clearly faster.
    ///
    /// Drafting that lost is tried again after an eighth as many, up to sixteen times as many where it lost by much or
    /// again and again.
    public let explore: Int

    /// Where costs come from.
    public let costSource: CostSource

    /// What rounds cost and bring, by what is known so far.
    package var experience: RoundExperience

    // Made anew in every round, in the same memory.
    private var plan = GrowthPlan()
    private var grown = Frontier()
    private var kept = TokenTree(root: 0)

    /// How many rounds in a row tell what drafting brings, the first of which do not count: the nearer it is to plain
    /// decoding, the more, since the tokens of sixteen rounds still vary by a tenth.
    private static func draftingTrial(at speedUp: Double) -> Int {
        DraftingPace.draftSettlingRounds + (speedUp < 0.75 ? 8 : speedUp < 0.9 ? 16 : 48)
    }

    /// Where drafting seems to gain less, chance may be all there is to it, and plain decoding goes on, which cannot lose.
    private static let leastToBegin = 1.03

    /// Drafting that was found to pay goes on until it loses by more than chance alone often makes it seem to.
    private static let leastToStay = 0.97

    /// How often runs of drafting that are lost one after the other double the rounds until the next trial, which are an
    /// eighth of ``explore`` before.
    private static let mostDoublings = 5

    /// After this many rounds of drafting plain ones are tried first, then after twice as many each time that drafting wins.
    private static let firstPatience = 64

    /// From this speed-up on there is no hurry to try plain decoding: its trial waits for four times as many rounds.
    private static let clearSpeedUp = 1.5

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - depth: The longest drafted path, at least 1.
    ///   - topK: How many children each grown node gets, at least 1.
    ///   - totalTokens: The most drafted nodes to score, without the root, at least 1.
    ///   - explore: After how many rounds of drafting, or of not drafting, the other is tried, at least 1.
    ///   - costs: Where costs come from.
    public init(
        depth: Int = 8, topK: Int = 4, totalTokens: Int = 32, explore: Int = 512, costs: CostSource = .measured
    ) {
        precondition(depth >= 1 && topK >= 1 && totalTokens >= 1 && explore >= 1, "a tree with nothing in it")
        self.depth = depth
        self.topK = topK
        self.totalTokens = totalTokens
        self.explore = explore
        costSource = costs
        // Nothing was measured: in units of a plain pass, which no clock refines.
        experience = RoundExperience(costs: .assumed, refinesCosts: false)
    }

    /// The builder with costs, which rounds refine unless they are pinned; nothing else is known yet.
    public func weighing(_ costs: RoundCosts) -> CostAwareTree {
        var builder = self
        builder.experience = RoundExperience(costs: costs, refinesCosts: costSource == .measured)
        return builder
    }

    /// It ranks children by their chances, so they must be the draft's best and distinct.
    public var traits: TreeTraits {
        TreeTraits(
            draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: depth, maximumNodes: totalTokens,
            followsClock: costSource == .measured, remembersSequences: true)
    }

    /// No, where drafting could not pay whatever were accepted, or gained too little to begin and the next trial is not due
    /// before the sequence's limit.
    public mutating func begin(in situation: RoundSituation) -> Bool {
        experience.beginSequence()
        var plan = GrowthPlan()
        plan.begin(
            nodes: totalTokens, depth: min(depth, situation.remainingDepth), by: experience.costs, in: situation)
        guard plan.couldPay(by: experience.costs) else { return false }
        let pace = experience.pace
        guard !pace.isDrafting, pace.runLength >= DraftingPace.comparedRounds, let speedUp = speedUp(in: situation),
            speedUp < Self.leastToBegin
        else { return true }
        return pace.runLength + situation.remainingDepth >= patience(afterLosing: speedUp, runs: pace.lostRuns)
    }

    /// The leaves whose children promise a better rate than the tree has; nil when none do.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard tree.count > 1 else {
            guard isTimeToDraft(in: situation) else { return nil }
            plan.begin(
                nodes: totalTokens, depth: min(depth, situation.remainingDepth), by: experience.costs, in: situation)
            guard plan.couldPay(by: experience.costs) else { return nil }
            plan.payForReading()
            grown.removeAll()
            grown.append(0, width: topK)
            return grown
        }
        plan.absorb(tree, by: experience.acceptance)
        plan.chooseLeaves(of: tree, width: topK, by: experience)
        grown.removeAll()
        for leaf in plan.leaves { grown.append(leaf, width: topK) }
        return grown.nodes.isEmpty ? nil : grown
    }

    /// The nodes of the best rate, in the order in which they were grown.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        guard tree.count > 1 else { return tree }
        if !plan.isOpen { plan.begin(nodes: totalTokens, depth: depth, by: experience.costs, in: situation) }
        plan.absorb(tree, by: experience.acceptance)
        plan.close()
        if plan.nodes.count == tree.draftedCount { return tree }
        kept.assign(tree, keeping: plan.nodes)
        return kept
    }

    /// Learns what the round brought and cost.
    public mutating func observe(_ round: ObservedRound) { experience.learn(from: round) }

    /// Whether what drafting has brought lately makes it worth drafting in this round.
    ///
    /// Rounds of the better kind go on until the other has not been tried for long: costs change with whatever else runs
    /// on a machine, and only rounds that are run tell what they take. Pinned costs tell by themselves what a plain
    /// round takes.
    private func isTimeToDraft(in situation: RoundSituation) -> Bool {
        let pace = experience.pace
        guard let byCosts = speedUpByCosts(in: situation) else { return true }
        let trial = pace.isDrafting ? Self.draftingTrial(at: byCosts) : DraftingPace.comparedRounds
        if pace.runLength < trial { return pace.isDrafting }
        // Costs were measured in another moment, and may mislead: what a plain round takes must have been seen.
        guard let speedUp = speedUp(in: situation) else { return !pace.isDrafting }
        let patience =
            pace.isDrafting
            ? patience(afterGaining: speedUp, trials: pace.wonTrials)
            : patience(afterLosing: speedUp, runs: pace.lostRuns)
        if pace.runLength >= patience { return !pace.isDrafting }
        return speedUp >= (pace.isDrafting && pace.runLength > trial ? Self.leastToStay : Self.leastToBegin)
    }

    /// What drafting has lately brought over plain rounds, as observed or, where costs are pinned, by these; nil until known.
    private func speedUp(in situation: RoundSituation) -> Double? {
        experience.refinesCosts ? experience.pace.speedUp : speedUpByCosts(in: situation)
    }

    /// What drafting has lately brought over what plain rounds should take; nil until it has been tried.
    private func speedUpByCosts(in situation: RoundSituation) -> Double? {
        guard let secondsPerToken = experience.pace.draftingSecondsPerToken else { return nil }
        let plainSeconds = experience.costs.plainSeconds(context: situation.contextLength)
        return plainSeconds / max(secondsPerToken, .leastNormalMagnitude)
    }

    /// How many rounds draft before plain ones are tried again.
    ///
    /// The more often drafting has won, the more. Pinned costs know what plain rounds take.
    private func patience(afterGaining speedUp: Double, trials: Int) -> Int {
        guard experience.refinesCosts else { return .max }
        return min(Self.firstPatience << min(trials, 20), speedUp >= Self.clearSpeedUp ? 4 * explore : explore)
    }

    /// How many plain rounds pass before drafting is tried again: the more it lost, the more, since a trial costs what it
    /// loses and the reading of all that the draft has missed, and a draft that is far off, or has lost again and again,
    /// seldom comes to pay.
    private func patience(afterLosing speedUp: Double, runs: Int) -> Int {
        let loss = 1 / max(speedUp, .leastNormalMagnitude) - 1
        let again = Double(1 << min(runs, Self.mostDoublings)) / 8
        return Int(Double(explore) * min(max(8 * loss, 1) * again, 16))
    }
}

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
/// Of several merged drafts each is asked in turn, the preferred one first: a lookup, which costs nothing, and then a model if
/// it promises more than the lookup has found, by its own costs, acceptance and pace. What both propose stands in the tree
/// once, and counts as what the one gives it that is surer.
///
/// Drafts without probabilities are judged by acceptance at each depth and rank alone.
public struct CostAwareTree: CostWeighing, Plugin {
    /// The word that strategy files use.
    public static let name = "cost-aware"

    /// What `espalier plugins` says of it.
    public static let summary = "As deep and wide as measured costs and acceptance make worth it, or the root alone."

    /// A draft whose first pass takes less than this share of a plain round costs nothing that counts.
    private static let freeShare = 0.02

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

    /// Whether each draft was asked in this round, or would have been but for its pace.
    private var considered = [true]

    private var grown = Frontier()
    private var kept = TokenTree(root: 0)

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
        builder.considered = [Bool](repeating: true, count: costs.drafts.count)
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
        // Of several drafts any may come to pay, and the cheapest costs next to nothing.
        guard experience.drafts.count == 1 else { return true }
        beginPlan(in: situation)
        plan.close()
        guard plan.couldPay(0, by: experience.costs, in: situation) else { return false }
        return mayDraft(0, in: situation)
    }

    /// The leaves whose children promise a better rate than the tree has; nil when none do.
    public mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        let isFirst = tree.count == 1 && (!plan.isOpen || experience.drafts.count == 1)
        if isFirst {
            beginPlan(in: situation)
            for place in considered.indices { considered[place] = false }
        } else {
            plan.absorb(tree, by: experience.drafts)
            if tree.count > 1 { plan.chooseLeaves(of: tree, width: topK, by: experience) }
            if tree.count > 1 && !plan.leaves.isEmpty { return frontier(of: plan.leaves) }
        }
        for source in (isFirst ? 0 : plan.source + 1)..<max(experience.drafts.count, plan.source + 1)
        where isWorthAsking(source, after: tree, in: situation) {
            plan.turn(to: source, by: experience.costs, in: situation)
            return frontier(of: [0])
        }
        return nil
    }

    private mutating func beginPlan(in situation: RoundSituation) {
        plan.begin(
            nodes: totalTokens, depth: min(depth, situation.remainingDepth), by: experience.costs, in: situation)
    }

    /// Nodes to be grown by the draft whose turn it is.
    private mutating func frontier(of nodes: [Int]) -> Frontier {
        grown.removeAll()
        for node in nodes { grown.append(node, width: topK) }
        if experience.drafts.count > 1 { grown.source = plan.source }
        return grown
    }

    /// Whether a draft shall grow the root in this round.
    ///
    /// A draft whose passes take next to nothing is always asked, and its chances tell what of it is worth scoring.
    private mutating func isWorthAsking(_ source: Int, after tree: TokenTree, in situation: RoundSituation) -> Bool {
        if experience.drafts.count == 1 {
            considered[source] = true
            return isTimeToDraft(source, in: situation)
                && plan.couldPay(source, by: experience.costs, in: situation)
        }
        let context = situation.contextLength
        let isFree =
            experience.costs.drafts[source].read.seconds(size: 1, context: context)
            < Self.freeShare * experience.costs.plainSeconds(context: context)
        if isFree {
            considered[source] = true
            return true
        }
        considered[source] = plan.promisesMore(source, than: tree, width: topK, by: experience, in: situation)
        return considered[source] && isTimeToDraft(source, in: situation)
    }

    /// The nodes of the best rate, in the order in which they were grown.
    public mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
        guard tree.count > 1 else {
            plan.close()
            return tree
        }
        if !plan.isOpen { beginPlan(in: situation) }
        plan.absorb(tree, by: experience.drafts)
        plan.close()
        if plan.nodes.count == tree.draftedCount { return tree }
        kept.assign(tree, keeping: plan.nodes)
        return kept
    }

    /// Learns what the round brought and cost.
    public mutating func observe(_ round: ObservedRound) { experience.learn(from: round, considering: considered) }
}

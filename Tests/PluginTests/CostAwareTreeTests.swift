import CostAwarePlugin
import Costs
import Foundation
import Speculation
import SpeculationTestKit
import Testing

@Suite("The cost-aware tree promises the most tokens per second")
struct CostAwareTreeTests {
    static func costs(step: Double, read: Double = 0.2, draft: Double = 0.1, other: Double = 0.05) -> RoundCosts {
        RoundCosts(
            verify: .line(first: 1, step: step), read: .line(first: read, step: 0),
            draft: .line(first: draft, step: 0), otherSeconds: other)
    }

    /// Verification that is cheap in blocks of four rows, as kernels are.
    static func blocks(_ height: Double) -> RoundCosts {
        let seconds = (1...16).map { 1 + height * Double(($0 - 1) / 4) }
        return RoundCosts(
            verify: CostCurve(sizes: Array(1...16), contexts: [0], seconds: seconds) ?? .line(first: 1, step: 1),
            read: .line(first: 0.1, step: 0), draft: .line(first: 0.1, step: 0), otherSeconds: 0)
    }

    static let situation = RoundSituation(contextLength: 8, remainingDepth: 100)

    /// A builder that knows costs and has seen some rounds.
    static func builder(
        _ costs: RoundCosts, _ builder: CostAwareTree = CostAwareTree(),
        acceptance: AcceptanceStatistics = AcceptanceStatistics(), pace: DraftingPace = DraftingPace()
    ) -> CostAwareTree {
        var builder = builder.weighing(costs)
        builder.experience.drafts[0].acceptance = acceptance
        builder.experience.drafts[0].pace = pace
        return builder
    }

    /// A round of growth.
    static func grown(
        _ builder: inout CostAwareTree, _ draft: ScriptedDraft
    ) throws -> (tree: TokenTree, pruned: TokenTree, passes: Int) {
        var session = try draft.begin(DraftBeginning())
        try session.commit(Commitment(tokens: [0, 1, 0, 1], next: 2, features: nil, round: nil))
        session.beginRound()
        var tree = TokenTree(root: 2)
        var passes = 0
        while let frontier = builder.nextFrontier(of: tree, in: situation) {
            let children = try session.expand(frontier, of: tree)
            passes += 1
            if children.count == 0 { break }
            tree.attach(children)
        }
        return (tree, builder.prune(tree, in: situation), passes)
    }

    /// The best rate of any selection of nodes that holds every node's parent, by trying them all.
    static func bestRate(of tree: TokenTree, _ costs: RoundCosts, most: Int, after seconds: Double = 0) -> Double {
        var best = 0.0
        for selection in 0..<(1 << tree.draftedCount) {
            let nodes = (1..<tree.count).filter { selection >> ($0 - 1) & 1 == 1 }
            let kept = Set(nodes + [0])
            guard nodes.count <= most, nodes.allSatisfy({ kept.contains(tree.parents[$0]) }) else { continue }
            best = max(best, rate(nodes.map { Double(tree.scores[$0]) }, costs, after: seconds))
        }
        return best
    }

    static func rate(_ scores: [Double], _ costs: RoundCosts, after seconds: Double) -> Double {
        (1 + scores.reduce(0) { $0 + exp($1) })
            / (costs.otherSeconds + seconds + costs.verify.seconds(size: 1 + scores.count, context: 8))
    }

    @Test("pruning finds what trying all selections finds", arguments: UInt64(0)..<30)
    func pruning(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for costs in [Self.costs(step: 0.02), Self.costs(step: 0.3), Self.costs(step: 1.5), Self.blocks(0.6)] {
            var tree = TokenTree(root: 0)
            for node in 0..<5 {
                var children = Candidates()
                for child in 0..<2 where tree.count > node {
                    let value = Float(log(random.uniform() * (child == 0 ? 1 : 0.4) + 1e-3))
                    children.append(child, after: node, logProbability: value)
                }
                tree.attach(children)
            }
            for most in [3, 10] {
                var builder = Self.builder(costs, CostAwareTree(totalTokens: most))
                let pruned = builder.prune(tree, in: Self.situation)
                let found = Self.rate(pruned.scores.dropFirst().map { Double($0) }, costs, after: 0)
                #expect(abs(found / Self.bestRate(of: tree, costs, most: most) - 1) < 1e-6)
            }
        }
    }

    @Test("with passes that cost nothing it comes near the best of all trees that the draft could grow")
    func onePassDrafts() throws {
        for seed in UInt64(0)..<8 {
            let draft = ScriptedDraft(.random(vocabularySize: 6, seed: seed), widest: 2, deepest: 3)
            var whole = TokenTree(root: 2)
            var session = try draft.begin(DraftBeginning())
            try session.commit(Commitment(tokens: [0, 1, 0, 1], next: 2, features: nil, round: nil))
            session.beginRound()
            for level in [[0], [1, 2], [3, 4, 5, 6]] {
                whole.attach(try session.expand(Frontier(level, width: 2), of: whole))
            }
            for step in [0.01, 0.1, 0.4] {
                let costs = Self.costs(step: step, read: 0.2, draft: 0, other: 0)
                var builder = Self.builder(costs, CostAwareTree(depth: 3, topK: 2, totalTokens: 14))
                let pruned = try Self.grown(&builder, draft).pruned
                let found = Self.rate(pruned.scores.dropFirst().map { Double($0) }, costs, after: 0.2)
                #expect(found >= 0.93 * Self.bestRate(of: whole, costs, most: 14, after: 0.2))
            }
        }
    }

    /// A draft whose first choice is accepted with a chance that it knows, at every depth, and the statistics of it.
    static func steady(_ chance: Double) -> (ScriptedDraft, AcceptanceStatistics) {
        let law = ScriptedLaw(vocabularySize: 3) { _ in [chance, (1 - chance) / 2, (1 - chance) / 2] }
        var statistics = AcceptanceStatistics()
        var random = SeededRandom(seed: 1)
        for _ in 0..<3_000 {
            var chain = TokenTree(root: 2)
            for depth in 0..<8 {
                var child = Candidates()
                child.append(0, after: depth, logProbability: Float(log(chance)))
                chain.attach(child)
            }
            var length = 0
            while length < 8 && random.uniform() < chance { length += 1 }
            statistics.observe(
                grown: chain,
                outcome: RoundOutcome(
                    tree: chain, scores: TreeScores(logits: [], vocabularySize: 3),
                    verdict: Verdict(lastAccepted: length, bonus: 1)))
        }
        return (ScriptedDraft(law), statistics)
    }

    @Test("it drafts as many levels as the best chain has", arguments: [0.5, 0.7, 0.9])
    func depth(chance: Double) throws {
        let (draft, acceptance) = Self.steady(chance)
        for (step, pass) in [(0.02, 0.05), (0.1, 0.1), (0.3, 0.1), (0.05, 0.4), (0.6, 0.6)] {
            let costs = Self.costs(step: step, read: pass, draft: pass)
            var builder = Self.builder(costs, CostAwareTree(depth: 8, topK: 1), acceptance: acceptance)
            let round = try Self.grown(&builder, draft)
            let rates = (0...8).map { length in
                Self.rate((0..<length).map { Double($0 + 1) * log(chance) }, costs, after: Double(length) * pass)
            }
            let best = rates[1...].max() ?? 0
            // The builder has read the draft's first answer by the time it may decide to score the root alone.
            #expect(rates[max(round.passes, 1)] >= 0.97 * best, "\(step) \(pass): \(round.passes) levels")
        }
    }

    @Test("where nothing could pay, the draft is not asked")
    func hopeless() throws {
        let costs = Self.costs(step: 3, read: 4, draft: 4)
        var builder = Self.builder(costs)
        let mayDraft = builder.begin(in: Self.situation)
        #expect(!mayDraft)
        for _ in 0..<50 {
            let round = try Self.grown(&builder, Self.steady(0.9).0)
            #expect(round.passes == 0 && round.pruned.count == 1)
        }
    }

    /// The lengths of runs of drafting and of plain rounds, in turn.
    static func runs(_ rounds: Int, drafting: Double, plain: Double = 1, explore: Int) -> [Int] {
        var builder = Self.builder(costs(step: 0.1), CostAwareTree(explore: explore))
        var runs: [Int] = []
        var last: Bool?
        for _ in 0..<rounds {
            let asks = builder.nextFrontier(of: TokenTree(root: 0), in: situation) != nil
            builder.experience.drafts[0].pace.note(
                drafted: asks, emitted: asks ? 2 : 1, seconds: asks ? drafting : plain)
            if asks == last { runs[runs.count - 1] += 1 } else { runs.append(1) }
            last = asks
        }
        return runs
    }

    @Test("it tries both, stays with what pays, and tries the other now and then")
    func trials() {
        let plain = DraftingPace.comparedRounds
        let draft = DraftingPace.draftSettlingRounds + 48
        // What loses is tried less and less often.
        let trials = [draft, 50, draft, 100, draft, 200, draft, 400, draft, 800, draft, 1144]
        #expect(Self.runs(3000, drafting: 2.1, explore: 400) == trials)
        // Half as fast: seen sooner, and eight times as long until the next trial.
        let short = DraftingPace.draftSettlingRounds + 8
        #expect(Self.runs(4100, drafting: 4, explore: 400) == [short, 400, short, 800, short, 1600, short, 1256])
        // What wins is asked less and less often whether it still does, where it wins clearly least often.
        let turns = [draft, plain, 128, plain, 256, plain, 400, plain, 400, plain, 225]
        #expect(Self.runs(1600, drafting: 1.7, explore: 400) == turns)
        let clear = [draft, plain, 128, plain, 256, plain, 512, plain, 1024, plain, 1600, plain, 261]
        #expect(Self.runs(4000, drafting: 1, explore: 400) == clear)
        // Where only costs say that drafting pays, and are wrong, the first plain rounds show it.
        #expect(Self.runs(600, drafting: 1, plain: 0.4, explore: 400) == [draft, 100, draft, 200, draft, 147])
    }

    @Test("a sequence that ends before the next trial need not get the draft ready")
    func shortSequences() {
        let mayDraft = { (pace: DraftingPace, depth: Int) in
            var builder = Self.builder(Self.costs(step: 0.1), CostAwareTree(explore: 400), pace: pace)
            return builder.begin(in: RoundSituation(contextLength: 8, remainingDepth: depth))
        }
        var pace = DraftingPace()
        #expect(mayDraft(pace, 100))
        for _ in 0..<60 { pace.note(drafted: true, emitted: 2, seconds: 2.1) }
        for _ in 0..<30 { pace.note(drafted: false, emitted: 1, seconds: 1) }
        // 30 of 50 rounds have passed.
        #expect(!mayDraft(pace, 19))
        #expect(mayDraft(pace, 20))
        for _ in 0..<60 { pace.note(drafted: true, emitted: 2, seconds: 1) }
        #expect(mayDraft(pace, 5))
    }

    /// A round of two drafts: a lookup that costs nothing and finds one child of a chance, and a model that finds another.
    ///
    /// - Returns: Which drafts were asked, in their order.
    static func asked(lookup: Float?, modelRead: Double, rounds: Int = 1) -> (asked: [Int], pruned: TokenTree) {
        let passes = { (seconds: Double) in
            DraftCosts(read: .line(first: seconds, step: 0), draft: .line(first: seconds, step: 0))
        }
        let costs = RoundCosts(
            verify: .line(first: 1, step: 0.1), drafts: [passes(0), passes(modelRead)], otherSeconds: 0)
        var builder = CostAwareTree(depth: 3, topK: 2, totalTokens: 8).weighing(costs)
        var asked: [Int] = []
        var pruned = TokenTree(root: 0)
        for _ in 0..<rounds {
            asked = []
            var tree = TokenTree(root: 0)
            while let frontier = builder.nextFrontier(of: tree, in: situation), asked.count < 20 {
                let source = frontier.source ?? -1
                asked.append(source)
                var found = Candidates()
                for node in frontier.nodes {
                    let chance = source == 0 ? lookup : 0.8
                    if let chance {
                        found.append(5 + source, after: node, logProbability: log(chance), source: source)
                    }
                }
                tree.attach(found)
            }
            pruned = builder.prune(tree, in: situation)
        }
        return (asked, pruned)
    }

    @Test("of two drafts the model is asked where the lookup finds nothing, or nothing sure")
    func twoDrafts() {
        let sure = Self.asked(lookup: 0.97, modelRead: 0.3)
        #expect(sure.asked.allSatisfy { $0 == 0 } && sure.pruned.draftedCount == 3)
        let none = Self.asked(lookup: nil, modelRead: 0.3, rounds: 3)
        #expect(none.asked.prefix(2) == [0, 1] && none.pruned.draftedCount >= 1)
        #expect(none.pruned.sources.dropFirst().allSatisfy { $0 == 1 })
        let unsure = Self.asked(lookup: 0.15, modelRead: 0.3)
        #expect(unsure.asked.contains(1) && Set(unsure.pruned.sources.dropFirst()).contains(1))
        // A model that costs more than it could bring is left alone.
        #expect(!Self.asked(lookup: nil, modelRead: 3).asked.contains(1))
        #expect(!Self.asked(lookup: 0.15, modelRead: 3).asked.contains(1))
    }

    @Test("below what a lookup found a model grows no node before its parent, on whose state it goes on")
    func modelBelowLookup() {
        let passes = { (seconds: Double) in
            DraftCosts(read: .line(first: seconds, step: 0), draft: .line(first: seconds, step: 0))
        }
        let costs = RoundCosts(
            verify: .line(first: 1, step: 0.02), drafts: [passes(0), passes(0.02)], otherSeconds: 0)
        var builder = CostAwareTree(depth: 6, topK: 2, totalTokens: 24).weighing(costs)
        var grownByModel = 0
        for chance in [0.4, 0.6, 0.8] as [Float] {
            var tree = TokenTree(root: 0)
            var grown: [Set<Int>] = [[], []]
            var passes = 0
            while let frontier = builder.nextFrontier(of: tree, in: Self.situation), passes < 40 {
                passes += 1
                let source = frontier.source ?? 0
                var found = Candidates()
                for node in frontier.nodes {
                    #expect(node == 0 || grown[source].contains(tree.parents[node]), "node \(node), draft \(source)")
                    found.append(5 + source, after: node, logProbability: log(chance), source: source)
                }
                grown[source].formUnion(frontier.nodes)
                tree.attach(found)
            }
            _ = builder.prune(tree, in: Self.situation)
            grownByModel = max(grownByModel, grown[1].count { tree.sources[$0] == 0 && $0 > 0 })
        }
        // It does grow nodes of the lookup's.
        #expect(grownByModel > 1)
    }

    @Test("equal rounds give equal trees, and it honours the builder contract")
    func conformance() {
        for (depth, topK, totalTokens) in [(8, 4, 32), (1, 1, 1), (3, 2, 5), (20, 10, 60)] {
            let builder = CostAwareTree(depth: depth, topK: topK, totalTokens: totalTokens)
            #expect(TreeBuilderConformance().faults(of: builder) == [])
        }
    }

    @Test("a draft without probabilities is judged by its acceptance")
    func withoutProbabilities() throws {
        let draft = ScriptedDraft(.random(vocabularySize: 6, seed: 4), draw: .retrieved)
        let costs = Self.costs(step: 0.1, read: 0.01, draft: 0.01)
        var refused = AcceptanceStatistics()
        var grown = TokenTree(root: 2)
        var children = Candidates()
        for token in 0..<4 { children.append(token, after: 0, logProbability: nil) }
        grown.attach(children)
        let outcome = RoundOutcome(
            tree: grown, scores: TreeScores(logits: [], vocabularySize: 6), verdict: Verdict(lastAccepted: 0, bonus: 5))
        for _ in 0..<200 { refused.observe(grown: grown, outcome: outcome) }
        var builder = Self.builder(costs)
        let hopeful = try Self.grown(&builder, draft)
        builder = Self.builder(costs, acceptance: refused)
        let resigned = try Self.grown(&builder, draft)
        #expect(hopeful.pruned.draftedCount >= 2)
        #expect(resigned.pruned.draftedCount == 0)
    }

    @Test("the options are those of the strategy file")
    func options() {
        let text = OptionValue(.string("costs.json"), text: "costs.json", at: .nowhere)
        var reader = OptionReader([OptionMember(name: "costs", place: .nowhere, value: text)], at: .nowhere)
        #expect(CostAwareTree(from: &reader).costSource == .file("costs.json"))
        var empty = OptionReader([], at: .nowhere)
        #expect(CostAwareTree(from: &empty).costSource == .measured)
        #expect(empty.readings.map(\.name) == ["depth", "top_k", "total_tokens", "explore", "costs"])
    }
}

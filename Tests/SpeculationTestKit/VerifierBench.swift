import Speculation

/// One scripted target with one draft, for judging trees of depth 2 again and again.
struct VerifierBench: Sendable {
    private static let depth = 2

    let target: ScriptedTarget
    let law: ScriptedLaw
    let draw: DrawMode
    let prompt: [Token] = [0, 1]
    let root: Token = 2

    init(law: ScriptedLaw, draw: DrawMode, seed: UInt64) {
        target = ScriptedTarget(law)
        self.law = law.perturbed(by: 0.5, seed: seed + 1_000)
        self.draw = draw
    }

    /// A random target, one of whose tokens may be barred: its draft proposes it all the same.
    init(draw: DrawMode, vocabularySize: Int, seed: UInt64, bars: Bool) {
        let law = ScriptedLaw.random(vocabularySize: vocabularySize, seed: seed)
        self.init(law: bars ? law.barring(Int(seed) % vocabularySize) : law, draw: draw, seed: seed)
    }

    /// A tree of up to three children at each of two levels, or a chain, and the target's scores of it.
    func scoredTree(seed: UInt64, isChain: Bool) -> (tree: TokenTree, scores: TreeScores)? {
        let widths = isChain ? [1, 1] : [3, 2]
        var tree = TokenTree(root: root)
        do {
            var draft = try ScriptedDraft(law, draw: draw).begin(
                DraftBeginning(random: SeededRandom(seed: seed, stream: 1)))
            try draft.commit(Commitment(tokens: prompt, next: root, features: nil, round: nil))
            draft.beginRound()
            tree.attach(try draft.expand(Frontier([0], width: widths[0]), of: tree))
            tree.attach(try draft.expand(Frontier(Array(1..<tree.count), width: widths[1]), of: tree))
            var session = try target.begin(providing: nil)
            _ = try session.append(prompt)
            return (tree, try session.score(tree))
        } catch {
            return nil
        }
    }

    /// Ill-formed verdicts, and verdicts that the same chance does not repeat.
    func formFaults(of verifier: some Verifier) -> [String] {
        var verifier = verifier
        var faults: [String] = []
        for trial in UInt64(0)..<20 {
            guard let (tree, scores) = scoredTree(seed: trial, isChain: verifier.traits.needsChain) else {
                return ["the bench could not build a tree"]
            }
            for sampling in [SamplingRule(), SamplingRule(temperature: 1)] {
                var random = SeededRandom(seed: trial)
                var again = SeededRandom(seed: trial)
                let verdict = verifier.judge(tree, scores, sampling: sampling, using: &random)
                if verdict != verifier.judge(tree, scores, sampling: sampling, using: &again) || random != again {
                    faults.append("the same random state gave another verdict than \(verdict)")
                }
                if !(0..<tree.count).contains(verdict.lastAccepted) {
                    faults.append("\(verdict.lastAccepted) is no node of the tree")
                }
                if !(0..<scores.vocabularySize).contains(verdict.bonus) {
                    faults.append("bonus \(verdict.bonus) is no token")
                }
            }
        }
        return faults
    }

    /// Verdicts at temperature 0 whose tokens are not the target's greedy ones.
    func greedyFaults(of verifier: some Verifier) -> [String] {
        var verifier = verifier
        return (UInt64(0)..<20).compactMap { trial in
            guard let (tree, scores) = scoredTree(seed: trial, isChain: verifier.traits.needsChain) else {
                return "the bench could not build a tree"
            }
            var random = SeededRandom(seed: trial)
            let verdict = verifier.judge(tree, scores, sampling: SamplingRule(), using: &random)
            let emitted = tree.tokens(emittedBy: verdict)
            let greedy = tree.descent { SamplingRule.argmax(scores.row($0)) }
            let expected = tree.tokens(emittedBy: greedy).prefix(emitted.count)
            return emitted == Array(expected) ? nil : "at temperature 0 it emits \(emitted), not \(expected)"
        }
    }

    /// A statistical test of the output, each verdict completed to three tokens by drawing from the target.
    func fit(
        of verifier: some Verifier, _ sampling: SamplingRule, trials: Int, errorRate: Double
    ) -> GoodnessOfFit {
        var verifier = verifier
        let law = OutputLaw(of: target, after: prompt + [root], sampling, length: Self.depth + 1)
        let fixed =
            DrawMode.deterministic.contains(draw) ? scoredTree(seed: 0, isChain: verifier.traits.needsChain) : nil
        var counts: [[Token]: Int] = [:]
        for trial in 0..<UInt64(trials) {
            guard let (tree, scores) = fixed ?? scoredTree(seed: trial, isChain: verifier.traits.needsChain) else {
                break
            }
            var random = SeededRandom(seed: trial, stream: 7)
            let verdict = verifier.judge(tree, scores, sampling: sampling, using: &random)
            var sequence = tree.tokens(emittedBy: verdict)
            while sequence.count <= Self.depth {
                let distribution = target.distribution(after: prompt + [root] + sequence, sampling)
                sequence.append(random.index(weightedBy: distribution))
            }
            counts[sequence, default: 0] += 1
        }
        return GoodnessOfFit(of: counts, against: law, errorRate: errorRate)
    }

    /// The exact distance to the target's law: the draft's draws and the verifier's decisions are enumerated together, as a
    /// builder's trees have them.
    ///
    /// - Parameters:
    ///   - verifier: The rule.
    ///   - builder: Shapes the trees, without experience of earlier rounds.
    ///   - sampling: How tokens are drawn from the target.
    /// - Returns: Nil if the rule asks chance for numbers, of which not every outcome can be played.
    /// - Throws: What a scripted session throws.
    func totalVariation(
        of verifier: some Verifier, on builder: some TreeBuilder, _ sampling: SamplingRule
    ) throws -> Double? {
        let draft = ScriptedDraft(law, draw: draw)
        var session = try target.begin(providing: nil)
        _ = try session.append(prompt)
        var emitted: [[Token]: Double] = [:]
        let isWhole = try PlayedChance.forEach { chance in
            let tree = try Self.tree(by: builder, of: draft, after: prompt, root, using: &chance)
            var verifier = verifier
            let verdict = verifier.judge(tree, try session.score(tree), sampling: sampling, using: &chance)
            return tree.tokens(emittedBy: verdict)
        } visit: { sequence, probability in
            emitted[sequence, default: 0] += probability
        }
        guard isWhole else { return nil }
        let length = builder.traits.maximumDepth + 1
        var law = OutputLaw(length: length)
        for (sequence, probability) in emitted {
            law.add(sequence, weight: probability, of: target, after: prompt + [root], sampling)
        }
        return law.totalVariation(to: OutputLaw(of: target, after: prompt + [root], sampling, length: length))
    }

    private static func tree(
        by builder: some TreeBuilder, of draft: ScriptedDraft, after prompt: [Token], _ root: Token,
        using chance: inout some Chance
    ) throws -> TokenTree {
        var builder = builder
        let situation = RoundSituation(contextLength: prompt.count, remainingDepth: builder.traits.maximumDepth)
        var tree = TokenTree(root: root)
        while let frontier = builder.nextFrontier(of: tree, in: situation) {
            let candidates = draft.candidates(for: frontier, of: tree, after: prompt + [root], using: &chance)
            guard candidates.count > 0 else { break }
            tree.attach(candidates)
        }
        return builder.prune(tree, in: situation)
    }
}

extension TokenTree {
    /// The accepted tokens and the bonus.
    fileprivate func tokens(emittedBy verdict: Verdict) -> [Token] {
        path(to: verdict.lastAccepted).map { tokens[$0] } + [verdict.bonus]
    }
}

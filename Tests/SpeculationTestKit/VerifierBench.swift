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

    /// A tree of up to three children at each of two levels, and the target's scores of it.
    func scoredTree(seed: UInt64) -> (tree: TokenTree, scores: TreeScores)? {
        var tree = TokenTree(root: root)
        do {
            var draft = try ScriptedDraft(law, draw: draw).begin(
                DraftBeginning(random: SeededRandom(seed: seed, stream: 1)))
            try draft.commit(Commitment(tokens: prompt, next: root, features: nil, round: nil))
            draft.beginRound()
            tree.attach(try draft.expand(Frontier([0], width: 3), of: tree))
            tree.attach(try draft.expand(Frontier(Array(1..<tree.count), width: 2), of: tree))
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
            guard let (tree, scores) = scoredTree(seed: trial) else { return ["the bench could not build a tree"] }
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
            guard let (tree, scores) = scoredTree(seed: trial) else { return "the bench could not build a tree" }
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
        let fixed = DrawMode.deterministic.contains(draw) ? scoredTree(seed: 0) : nil
        var counts: [[Token]: Int] = [:]
        for trial in 0..<UInt64(trials) {
            guard let (tree, scores) = fixed ?? scoredTree(seed: trial) else { break }
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

    /// The exact distance to the target's law, for rules that make one draw from the target for each token.
    func totalVariation(
        of verifier: some Verifier, _ sampling: SamplingRule, over seeds: StratifiedSeeds
    ) -> Double {
        var verifier = verifier
        guard let (tree, scores) = scoredTree(seed: 0) else { return 1 }
        var law = OutputLaw(length: Self.depth + 1)
        for generator in seeds.generators {
            var random = generator
            let verdict = verifier.judge(tree, scores, sampling: sampling, using: &random)
            let sequence = tree.tokens(emittedBy: verdict)
            law.add(sequence, weight: seeds.probability, of: target, after: prompt + [root], sampling)
        }
        let expected = OutputLaw(of: target, after: prompt + [root], sampling, length: Self.depth + 1)
        return law.totalVariation(to: expected)
    }
}

extension TokenTree {
    /// The accepted tokens and the bonus.
    fileprivate func tokens(emittedBy verdict: Verdict) -> [Token] {
        path(to: verdict.lastAccepted).map { tokens[$0] } + [verdict.bonus]
    }
}

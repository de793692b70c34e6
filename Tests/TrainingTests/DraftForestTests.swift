import Autograd
import DynamicPlugin
import LanguageModels
import Speculation
import Testing
import Training

@Suite("Training sees what decoding does")
struct DraftForestTests {
    /// The tree that decoding grows after a prefix, by a session of the head's own.
    static func decoded(_ demo: DemoTraining, _ tokens: [Token], _ position: Int, _ builder: DynamicTree) throws
        -> TokenTree
    {
        var target = try TransformerTarget(demo.target).begin(providing: demo.head.features)
        let prompt = Array(tokens[..<position])
        let read = try target.append(prompt)
        var session = try demo.head.policy().begin(DraftBeginning())
        try session.commit(Commitment(tokens: prompt, next: tokens[position], features: read.features, round: nil))
        var builder = builder
        session.beginRound()
        var tree = TokenTree(root: tokens[position])
        let situation = RoundSituation(contextLength: position, remainingDepth: 100)
        while let frontier = builder.nextFrontier(of: tree, in: situation) {
            tree.attach(try session.expand(frontier, of: tree))
        }
        return builder.prune(tree, in: situation)
    }

    @Test("trees of many positions at once are those that decoding grows one by one")
    func trees() throws {
        let demo = try DemoTraining()
        let golden = try GoldenCase.all()[1]
        let builder = DynamicTree(depth: 5, topK: 4, totalTokens: 14)
        let traits = ObjectiveTraits(unrolledSteps: 1, needsReferenceDraft: false)
        let tape = Tape(demo.head.parameters)
        var bench = try DraftBench(
            GoldenLossTests.sequence(golden), in: demo.setting(traits, builder: builder), draft: demo.head, on: tape)
        let positions = [1, 2, 60, 61, 62, 63, 100, golden.tokens.count - 2]
        for (position, tree) in zip(positions, try bench.trees(at: positions, by: .current)) {
            let expected = try Self.decoded(demo, golden.tokens, position, builder)
            #expect(tree.tokens == expected.tokens, "position \(position)")
            #expect(tree.parents == expected.parents, "position \(position)")
            for (found, score) in zip(tree.scores, expected.scores) { #expect(abs(found - score) < 1e-4) }
        }
    }

    /// A chain of four that declares less.
    struct SprawlingChain: TreeBuilder {
        let traits: TreeTraits

        mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
            tree.deepest < 4 ? Frontier([tree.count - 1], width: 1) : nil
        }
    }

    @Test("a builder that exceeds what it declares ends training as it ends decoding")
    func declaredLimits() throws {
        let demo = try DemoTraining()
        let golden = try GoldenCase.all()[1]
        let traits = ObjectiveTraits(unrolledSteps: 1, needsReferenceDraft: false)
        func trees(depth: Int, nodes: Int) throws {
            let builder = SprawlingChain(
                traits: TreeTraits(
                    draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: depth, maximumNodes: nodes))
            var bench = try DraftBench(
                GoldenLossTests.sequence(golden), in: demo.setting(traits, builder: builder), draft: demo.head,
                on: Tape(demo.head.parameters))
            _ = try bench.trees(at: [1, 60], by: .current)
        }
        try trees(depth: 4, nodes: 4)
        #expect(throws: TreeBuilderError.depth(builder: "SprawlingChain", declared: 3, built: 4)) {
            try trees(depth: 3, nodes: 4)
        }
        #expect(throws: TreeBuilderError.nodes(builder: "SprawlingChain", declared: 3, built: 4)) {
            try trees(depth: 4, nodes: 3)
        }
    }

    @Test("the unrolled steps' logits are those of decoding a chain", arguments: [60, 99])
    func chains(position: Int) throws {
        let demo = try DemoTraining()
        let golden = try GoldenCase.all()[1]
        let tokens = golden.tokens
        let traits = ObjectiveTraits(unrolledSteps: 4, needsReferenceDraft: false)
        let tape = Tape(demo.head.parameters)
        var bench = try DraftBench(
            GoldenLossTests.sequence(golden), in: demo.setting(traits), draft: demo.head, on: tape)

        var target = try TransformerTarget(demo.target).begin(providing: demo.head.features)
        let prompt = Array(tokens[..<position])
        let read = try target.append(prompt)
        var session = try demo.head.policy().begin(DraftBeginning())
        try session.commit(Commitment(tokens: prompt, next: tokens[position], features: read.features, round: nil))
        session.beginRound()
        var tree = TokenTree(root: tokens[position])
        let vocabulary = demo.head.vocabulary
        for step in 0..<4 {
            let candidates = try session.expand(Frontier([step], width: vocabulary.count), of: tree)
            let outcome = bench.current.step(step)
            let row = try #require(outcome.positions.firstIndex(of: position))
            let expected = outcome.logits.logSoftmax().value
            var worst: Float = 0
            for (token, logProbability) in zip(candidates.tokens, candidates.logProbabilities) {
                let id = try #require(vocabulary.firstIndex(of: token))
                worst = max(worst, abs((logProbability ?? .nan) - expected[row, id]) / max(1, abs(expected[row, id])))
            }
            #expect(worst < 1e-5, "step \(step)")
            var next = Candidates()
            next.append(tokens[position + 1 + step], after: step, logProbability: nil)
            tree.attach(next)
        }
    }

    @Test("a path's log-probability is the sum of its steps', and its gradient flows through all of them")
    func paths() throws {
        let demo = try DemoTraining()
        let golden = try GoldenCase.all()[0]
        let traits = ObjectiveTraits(unrolledSteps: 4, needsReferenceDraft: true)
        let tape = Tape(demo.head.parameters)
        let sequence = GoldenLossTests.sequence(golden)
        var bench = try DraftBench(sequence, in: demo.setting(traits), draft: demo.head, on: tape)
        let positions = [56, 60, 60, 70]
        let (values, known) = try bench.pathLogProbabilities(at: positions, depth: 4)
        let lengths = zip(known, [4, 2, 0, 1]).map { min($0, $1) }
        let paths = zip(positions, lengths).map { Array(golden.tokens[$0 + 1..<$0 + 1 + $1]) }
        let sums = try bench.logProbabilities(of: paths, at: positions, by: .current)
        let references = try bench.logProbabilities(of: paths, at: positions, by: .reference)
        #expect(!references.needsGradient)
        for (place, length) in lengths.enumerated() {
            let unrolled = values.prefix(length).reduce(0) { $0 + $1.numbers[place] }
            #expect(abs(sums.numbers[place] - unrolled) < 1e-4)
            #expect(abs(sums.numbers[place] - references.numbers[place]) < 1e-4)
        }
        let gradients = tape.gradients(of: sums.sum())
        for (name, matrix) in zip(gradients.names, gradients.matrices) {
            #expect(matrix.values.contains { $0 != 0 }, "'\(name)' has no gradient")
        }
    }
}

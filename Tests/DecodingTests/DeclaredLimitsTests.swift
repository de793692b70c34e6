import Decoding
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing

/// A builder that does other than it declares ends decoding with a sentence about itself.
struct DeclaredLimitsTests {
    /// Declares one shape and grows another.
    struct SprawlingTree: TreeBuilder, Plugin {
        static let name = "sprawling"
        static let summary = "A tree of all children, for tests."

        var declaredDepth = 3
        var declaredNodes = 100
        var depth = 3
        var width = 2

        /// What it asks for in place of its last level.
        var strayNode: Int?

        init(declaredDepth: Int = 3, declaredNodes: Int = 100, depth: Int = 3, width: Int = 2, strayNode: Int? = nil) {
            self.declaredDepth = declaredDepth
            self.declaredNodes = declaredNodes
            self.depth = depth
            self.width = width
            self.strayNode = strayNode
        }

        init(from options: inout OptionReader) {}

        var traits: TreeTraits {
            TreeTraits(
                draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: declaredDepth,
                maximumNodes: declaredNodes)
        }

        mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
            guard tree.deepest < depth else { return nil }
            if let strayNode, tree.deepest > 0 { return Frontier([strayNode], width: 1) }
            return Frontier((0..<tree.count).filter { tree.depths[$0] == tree.deepest }, width: width)
        }
    }

    static let law = ScriptedLaw.random(vocabularySize: 6, seed: 3)

    static func engine(_ builder: any TreeBuilder, contextLimit: Int = 1_000) -> DecodingEngine {
        DecodingEngine(
            target: ScriptedTarget(law, contextLimit: contextLimit), draft: ScriptedDraft(law), builder: builder,
            verifier: SamplingVerifier())
    }

    /// The exact declaration passes: two levels of two below each node are 2 + 4 + 8.
    static let sound = SprawlingTree(declaredDepth: 3, declaredNodes: 14)

    static let unsound: [(builder: SprawlingTree, error: TreeBuilderError)] = [
        (SprawlingTree(declaredDepth: 2), .depth(builder: "sprawling", declared: 2, built: 3)),
        (SprawlingTree(declaredDepth: 0), .depth(builder: "sprawling", declared: 0, built: 1)),
        (SprawlingTree(declaredNodes: 13), .nodes(builder: "sprawling", declared: 13, built: 14)),
        (SprawlingTree(strayNode: 3), .unknownNode(builder: "sprawling", node: 3, count: 3)),
        (SprawlingTree(strayNode: -1), .unknownNode(builder: "sprawling", node: -1, count: 3)),
        // Without an end to it, as the tree never gets deeper.
        (SprawlingTree(strayNode: 0), .repeatedNode(builder: "sprawling", node: 0)),
    ]

    @Test func `What is declared exactly may be built`() throws {
        let plain = try DecodingEngine.plain(ScriptedTarget(Self.law)).output(after: [1, 2], count: 20)
        #expect(try Self.engine(Self.sound).output(after: [1, 2], count: 20).tokens == plain.tokens)
        #expect(TreeBuilderConformance().faults(of: Self.sound) == [])
    }

    @Test(arguments: unsound)
    func `The first tree that exceeds ends decoding`(_ builder: SprawlingTree, _ error: TreeBuilderError) throws {
        let request = DecodingRequest(
            prompt: [1, 2],
            rules: DecodingRules(
                sampling: SamplingRule(), limits: DecodingLimits(maximumNewTokens: 20, stopTokens: [])),
            random: SeededRandom(seed: 0))
        var loop = try DecodingLoop(Self.engine(builder), request)
        #expect(throws: error) { try loop.round() }
        // In a batch it ends alone.
        var batch = DecodingBatch(of: ScriptedTarget(Self.law))
        batch.add(try DecodingLoop(Self.engine(builder), request), number: 0)
        batch.add(try DecodingLoop(Self.engine(Self.sound), request), number: 1)
        batch.step()
        let ended = batch.takeEnded()
        #expect(ended.map(\.number) == [0] && batch.count == 1)
        #expect(throws: error) { try ended[0].result.get() }
    }

    @Test(arguments: unsound)
    func `The conformance suite says so too`(_ builder: SprawlingTree, _ error: TreeBuilderError) {
        let faults = TreeBuilderConformance().faults(of: builder)
        #expect(faults.contains { $0.contains("tree builder 'sprawling'") })
        if builder.strayNode == nil { #expect(faults.contains("\(error)")) }
    }

    @Test func `A limit of the answer that cuts a tree does not hide that it is too large`() throws {
        let engine = Self.engine(SprawlingTree(declaredNodes: 5), contextLimit: 5)
        #expect(throws: TreeBuilderError.nodes(builder: "sprawling", declared: 5, built: 6)) {
            try engine.output(after: [1], count: 20)
        }
    }

    @Test func `The sentence names the builder, what it declares and what it built`() {
        #expect(
            Self.unsound[0].error.description
                == "tree builder 'sprawling' declares paths of at most 2 drafted tokens (maximumDepth) "
                + "and built one of 3")
        #expect(
            Self.unsound[2].error.description
                == "tree builder 'sprawling' declares trees of at most 13 drafted nodes (maximumNodes) "
                + "and built one of 14")
        #expect(
            Self.unsound[3].error.description
                == "tree builder 'sprawling' wants node 3 grown in a tree of 3 nodes, counted from 0")
    }

    @Test
    func `A builder that asks a draft that there is not, or one again and again, is named`() {
        let limits = DeclaredLimits(of: SprawlingTree())
        let tree = TokenTree(root: 0)
        var frontier = Frontier([0], width: 1)
        frontier.source = 2
        #expect(throws: TreeBuilderError.unknownSource(builder: "sprawling", source: 2, count: 2)) {
            try limits.check(frontier, of: tree, after: 0, sources: 2)
        }
        frontier.source = 1
        #expect(throws: Never.self) { try limits.check(frontier, of: tree, after: 1, sources: 2) }
        #expect(throws: TreeBuilderError.repeatedNode(builder: "sprawling", node: 0)) {
            try limits.check(frontier, of: tree, after: 2, sources: 2)
        }
    }
}

import BuiltinPlugins
import MergedPlugin
import PromptLookupPlugin
import Speculation
import SpeculationTestKit
import Testing

/// A draft of a scripted law under the name of a plugin.
private struct ScriptedRecipe: DraftRecipe {
    static let name = "scripted"
    static let summary = "Proposes what a law says."
    let seed: UInt64

    init(seed: UInt64) { self.seed = seed }
    init(from options: inout OptionReader) { seed = 1 }

    var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    func load(in context: DraftLoading) throws -> any DraftPolicy {
        ScriptedDraft(.random(vocabularySize: 12, seed: seed))
    }
}

/// The same without probabilities.
private struct RetrievedRecipe: DraftRecipe {
    static let name = "retrieved"
    static let summary = "Proposes what a law says, and not how likely it is."

    init() {}
    init(from options: inout OptionReader) {}

    var traits: DraftTraits { DraftTraits(draw: .retrieved, givesProbabilities: false, maximumDepth: 10) }

    func load(in context: DraftLoading) throws -> any DraftPolicy {
        ScriptedDraft(.random(vocabularySize: 12, seed: 3), draw: .retrieved, deepest: 10)
    }
}

struct MergedTests {
    private static let target = ScriptedTarget(.random(vocabularySize: 12, seed: 5))

    private static func selection(_ recipe: any DraftRecipe) -> Selection<any DraftRecipe> {
        Selection(name: type(of: recipe).name, product: recipe, options: [])
    }

    private static func load(_ recipe: MergedRecipe) throws -> any DraftPolicy {
        try recipe.load(in: DraftLoading(target: target, locate: { _ in fatalError("there are no models") }))
    }

    private static func begun(_ policy: any DraftPolicy, hearing prompt: [Token]) throws -> any DraftSession {
        var session = try policy.begin(DraftBeginning())
        var target = try target.begin(providing: policy.features)
        let read = try target.append(Array(prompt.dropLast()))
        try session.commit(
            Commitment(tokens: Array(prompt.dropLast()), next: prompt.last ?? 0, features: read.features, round: nil))
        session.beginRound()
        return session
    }

    private static let merges: [MergedRecipe] = [
        MergedRecipe([selection(ScriptedRecipe(seed: 1)), selection(ScriptedRecipe(seed: 2))]),
        MergedRecipe([selection(ScriptedRecipe(seed: 1)), selection(RetrievedRecipe())]),
        MergedRecipe([selection(RetrievedRecipe()), selection(ScriptedRecipe(seed: 1))], retrievedProbability: 0.25),
        MergedRecipe([selection(PromptLookup()), selection(PromptLookup(longestMatch: 1))]),
    ]

    @Test(arguments: merges.indices)
    func `A merge keeps the contract of a draft`(_ index: Int) throws {
        let recipe = Self.merges[index]
        let faults = try DraftConformance().faults(
            of: try Self.load(recipe), recipe.traits, with: Self.target, prompt: [3, 1, 4, 1, 5, 3, 1, 4, 2, 3, 1])
        #expect(faults == [])
    }

    @Test
    func `Candidates of ranked drafts are the best of the union, each token once, with the larger probability`() throws
    {
        let recipes = [ScriptedRecipe(seed: 1), ScriptedRecipe(seed: 2)]
        let prompt = [3, 1, 4, 1, 5]
        var merged = try Self.begun(try Self.load(MergedRecipe(recipes.map { Self.selection($0) })), hearing: prompt)
        let found = try merged.expand(Frontier([0], width: 5), of: TokenTree(root: 5))
        // The union by brute force: every draft asked alone for all it has.
        var best: [Token: (Float, Int)] = [:]
        for (source, recipe) in recipes.enumerated() {
            let policy = try recipe.load(
                in: DraftLoading(target: Self.target, locate: { _ in fatalError("there are no models") }))
            var alone = try Self.begun(policy, hearing: prompt)
            let own = try alone.expand(Frontier([0], width: 5), of: TokenTree(root: 5))
            for place in 0..<own.count {
                let value = try #require(own.logProbabilities[place])
                if value > best[own.tokens[place]]?.0 ?? -.infinity { best[own.tokens[place]] = (value, source) }
            }
        }
        let expected = best.sorted { $0.value.0 > $1.value.0 }.prefix(5)
        #expect(found.tokens == expected.map(\.key))
        #expect(found.logProbabilities == expected.map(\.value.0))
        #expect(found.sources == expected.map(\.value.1))
        #expect(Set(found.sources) == [0, 1])
    }

    @Test
    func `Without probabilities the drafts take turns, the preferred one first`() throws {
        let prompt = [3, 1, 4, 9, 9, 3, 1, 4, 2, 2, 3, 1, 4]
        var merged = try Self.begun(try Self.load(Self.merges[1]), hearing: prompt)
        let found = try merged.expand(Frontier([0], width: 4), of: TokenTree(root: 4))
        // Each draft's best come before any second; the others follow by their place, each token once.
        #expect(found.sources.prefix(2) == [0, 1])
        #expect(Set(found.tokens).count == found.count)
        #expect(found.logProbabilities.allSatisfy { $0 == nil })
    }

    @Test
    func `A draft that is asked after another adds what is new, and revises what it is surer of`() throws {
        let prompt = [3, 1, 4, 1, 5]
        let policy = try Self.load(Self.merges[0])
        var merged = try Self.begun(policy, hearing: prompt)
        var tree = TokenTree(root: 5)
        var frontier = Frontier([0], width: 5)
        var alone: [Candidates] = []
        for source in 0..<2 {
            frontier.source = source
            var session = try Self.begun(policy, hearing: prompt)
            alone.append(try session.expand(frontier, of: TokenTree(root: 5)))
            #expect(alone[source].sources.allSatisfy { $0 == source } && alone[source].revisions.isEmpty)
            tree.attach(try merged.expand(frontier, of: tree))
        }
        let (first, second) = (alone[0], alone[1])
        #expect(Array(tree.tokens[1...5]) == first.tokens)
        #expect(Array(tree.tokens[6...]) == second.tokens.filter { !first.tokens.contains($0) })
        for node in 1..<tree.count {
            let values = alone.map { list in
                list.tokens.firstIndex(of: tree.tokens[node]).flatMap { list.logProbabilities[$0] }
            }
            let best = try #require(values.compactMap(\.self).max())
            #expect(tree.logProbabilities[node] == best && tree.scores[node] == best)
            #expect(values[tree.sources[node]] == best)
        }
        #expect(tree.sources[1...5].contains(1), "nothing was revised")
    }

    @Test
    func `Traits are those of the parts together`() {
        let (ranked, found) = (Self.merges[0].traits, Self.merges[1].traits)
        #expect(ranked.draw == .topK)
        #expect(ranked.givesProbabilities)
        #expect(ranked.maximumDepth == nil)
        #expect(ranked.sources == ["scripted", "scripted"])
        #expect(found.draw == .retrieved)
        #expect(!found.givesProbabilities)
        #expect(Self.merges[2].traits.givesProbabilities)
        #expect(Self.merges[3].traits.maximumDepth == 10)
    }
}

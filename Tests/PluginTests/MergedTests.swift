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
        MergedRecipe([selection(ScriptedRecipe(seed: 1)), selection(PromptLookup())]),
        MergedRecipe([selection(PromptLookup()), selection(ScriptedRecipe(seed: 1))], retrievedProbability: 0.25),
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
        // The lookup finds 2 (most recent) and 9.
        #expect(found.sources.first == 0)
        #expect(found.tokens.contains(2))
        #expect(Set(found.tokens).count == found.count)
        #expect(found.logProbabilities.allSatisfy { $0 == nil })
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

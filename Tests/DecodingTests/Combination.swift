import ChainPlugin
import CostAwarePlugin
import Costs
import Decoding
import DynamicPlugin
import MergedPlugin
import PromptLookupPlugin
import SamplingPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing

/// A tree builder with a draft, as the tests below try them all.
struct Combination: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let builder: any TreeBuilder
    let draft: @Sendable (ScriptedLaw) -> any DraftPolicy

    func engine(_ target: ScriptedTarget, _ verifier: any Verifier) -> DecodingEngine {
        DecodingEngine(target: target, draft: draft(target.law), builder: builder, verifier: verifier)
    }

    /// Every builder with every draft that it can arrange, and a builder that asks two drafts in turn.
    static let all: [Combination] = single + asking

    private static let asking: [Combination] = [0.001, 0.2].flatMap { (seconds: Double) in
        let passes = DraftCosts(read: .line(first: seconds, step: 0), draft: .line(first: seconds, step: 0))
        let costs = RoundCosts(verify: .line(first: 1, step: 0.05), drafts: [passes, passes], otherSeconds: 0)
        let builder = CostAwareTree(depth: 4, topK: 3, totalTokens: 9, explore: 3, costs: .file("")).weighing(costs)
        return [
            Combination(
                testDescription: "two drafts of \(seconds) asked in turn, a lookup and a guesser", builder: builder,
                draft: { merged(PromptLookup(), ScriptedDraft($0.perturbed(by: 0.4, seed: 5))) }),
            Combination(
                testDescription: "two drafts of \(seconds) asked in turn, a wrong guesser and a good one",
                builder: builder,
                draft: {
                    merged(ScriptedDraft($0.perturbed(by: 1, seed: 6)), ScriptedDraft($0.perturbed(by: 0.4, seed: 5)))
                }),
        ]
    }

    private static func merged(_ drafts: any DraftPolicy...) -> any DraftPolicy {
        let recipe = MergedRecipe(
            drafts.map { Selection(name: "made", product: MadeDraft(draft: $0), options: []) })
        let loading = DraftLoading(
            target: ScriptedTarget(.random(vocabularySize: 4, seed: 0)),
            locate: { _ in fatalError("there are no models") })
        guard let draft = try? recipe.load(in: loading) else { preconditionFailure("nothing is opened") }
        return draft
    }

    private static let single: [Combination] = builders.flatMap { builder in
        drafts.compactMap { draft in
            if builder.builder.traits.needsProbabilities && !draft.givesProbabilities { return nil }
            return Combination(
                testDescription: "\(builder.name), \(draft.name)", builder: builder.builder, draft: draft.make)
        }
    }

    private static let builders: [(name: String, builder: any TreeBuilder)] = [
        ("a chain of 1", ChainTree(depth: 1)),
        ("a chain of 5", ChainTree(depth: 5)),
        ("the whole tree of two levels", StaticTree(paths: paths("0 1 2 00 01 02 10 11 12 20 21 22"))),
        ("a ragged static tree", StaticTree(paths: paths("0 2 01 010 0100 20 21 211"))),
        ("a small dynamic tree", DynamicTree(depth: 2, topK: 2, totalTokens: 3)),
        ("a large dynamic tree", DynamicTree(depth: 5, topK: 3, totalTokens: 20)),
        // Costs of scripted models are meaningless, which makes them a good trial: output must not depend on them.
        ("a cost-aware tree", CostAwareTree(explore: 3).weighing(.assumed)),
        ("a small cost-aware tree of pinned costs", CostAwareTree(depth: 3, topK: 2, totalTokens: 4, costs: .file(""))),
    ]

    private static let drafts:
        [(name: String, givesProbabilities: Bool, make: @Sendable (ScriptedLaw) -> any DraftPolicy)] = [
            ("an oracle", true, { ScriptedDraft($0) }),
            ("a good guesser", true, { ScriptedDraft($0.perturbed(by: 0.4, seed: 5)) }),
            ("a wrong guesser", true, { ScriptedDraft($0.perturbed(by: 1, seed: 6)) }),
            ("a narrow guesser", true, { ScriptedDraft($0.perturbed(by: 0.4, seed: 7), widest: 1) }),
            ("a shallow guesser", true, { ScriptedDraft($0.perturbed(by: 0.4, seed: 8), deepest: 1) }),
            ("a silent draft", true, { ScriptedDraft($0, deepest: 0) }),
            ("retrieved fragments", false, { ScriptedDraft($0.perturbed(by: 0.4, seed: 9), draw: .retrieved) }),
            ("prompt lookup", true, { _ in PromptLookup() }),
        ]

    private static func paths(_ text: String) -> [RankPath] {
        text.split(separator: " ").compactMap { RankPath(digits: String($0)) }
    }
}

/// A draft that is there already, under the name of a plugin.
private struct MadeDraft: DraftRecipe {
    static let name = "made"
    static let summary = "Is there already."
    let draft: any DraftPolicy

    init(draft: any DraftPolicy) { self.draft = draft }
    init(from options: inout OptionReader) { draft = PromptLookup() }

    var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    func load(in context: DraftLoading) throws -> any DraftPolicy { draft }
}

extension DecodingEngine {
    /// Plain decoding.
    static func plain(_ target: any Target) -> DecodingEngine {
        DecodingEngine(target: target, draft: nil, builder: nil, verifier: SamplingVerifier())
    }

    /// Decodes to the end.
    func output(
        after prompt: [Token], _ sampling: SamplingRule = SamplingRule(), count: Int, stop: Set<Token> = [],
        seed: UInt64 = 0
    ) throws -> (tokens: [Token], rounds: [RoundRecord], finish: FinishReason?) {
        let limits = DecodingLimits(maximumNewTokens: count, stopTokens: stop)
        return try output(after: prompt, DecodingRules(sampling: sampling, limits: limits), seed: seed)
    }

    /// Decodes to the end by rules.
    func output(
        after prompt: [Token], _ rules: DecodingRules, seed: UInt64 = 0
    ) throws -> (tokens: [Token], rounds: [RoundRecord], finish: FinishReason?) {
        var loop = try DecodingLoop(
            self, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: seed)))
        var rounds: [RoundRecord] = []
        while loop.finish == nil { rounds.append(try loop.round()) }
        return (loop.emitted, rounds, loop.finish)
    }
}

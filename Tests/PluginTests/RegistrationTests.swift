import Autoregressive
import ChainTree
import CostAwareTree
import DynamicTree
import Foundation
import GreedyVerifier
import PromptLookup
import SamplingVerifier
import Speculation
import SpeculationTestKit
import StaticTree
import Testing
import TypicalVerifier

@Suite("Every plugin registers itself under its name")
struct RegistrationTests {
    static var plugins: [any Plugin.Type] {
        [
            AutoregressivePlugin.self, PromptLookupPlugin.self, ChainTreePlugin.self, StaticTreePlugin.self,
            DynamicTreePlugin.self, CostAwareTreePlugin.self, GreedyVerifierPlugin.self, SamplingVerifierPlugin.self,
            TypicalVerifierPlugin.self,
        ]
    }

    @Test("the names are those that strategy files use")
    func names() throws {
        let registry = try PluginRegistry(Self.plugins)
        #expect(registry.draftPolicies.names == ["none", "prompt-lookup"])
        #expect(registry.treeBuilders.names == ["chain", "static", "dynamic", "cost-aware"])
        #expect(registry.verifiers.names == ["greedy", "sampling", "typical"])
        #expect(registry.treeBuilders["dynamic"]?.options.map(\.name) == ["depth", "top_k", "total_tokens"])
    }

    @Test("plain decoding proposes nothing")
    func autoregressive() throws {
        let recipe = Autoregressive()
        let target = ScriptedTarget(.random(vocabularySize: 3, seed: 1))
        let policy = try recipe.load(in: DraftLoading(target: target, folder: { URL(fileURLWithPath: $0) }))
        #expect(recipe.traits.draw == nil)
        #expect(try DraftConformance().faults(of: policy, recipe.traits, with: target, prompt: [0]) == [])
    }

    @Test("the scripted drafts themselves honour the draft contract", arguments: DrawMode.allCases)
    func scriptedDrafts(draw: DrawMode) throws {
        let law = ScriptedLaw.random(vocabularySize: 5, seed: 2)
        let draft = ScriptedDraft(law.perturbed(by: 0.3, seed: 3), draw: draw, deepest: 2)
        let faults = try DraftConformance().faults(of: draft, draft.traits, with: ScriptedTarget(law), prompt: [0, 1])
        #expect(faults == [])
    }
}

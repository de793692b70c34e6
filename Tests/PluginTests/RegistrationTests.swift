import BuiltinPlugins
import Foundation
import NonePlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Every plugin registers itself under its name")
struct RegistrationTests {
    @Test("the names are those that strategy files use")
    func names() throws {
        let registry = try BuiltinPlugins.registry()
        #expect(
            registry.draftPolicies.names == [
                "none", "eagle3", "medusa", "small-model", "layer-skip", "prompt-lookup", "suffix", "lookahead",
                "token-recycling",
                "retrieval", "merged",
            ])
        #expect(
            registry.treeBuilders.names == [
                "chain", "static", "dynamic", "full", "opt-tree", "sequoia", "threshold", "cost-aware",
            ])
        #expect(
            registry.verifiers.names == [
                "greedy", "sampling", "spec-infer", "without-replacement", "block", "traversal", "typical",
                "top-k-tolerance",
            ])
        #expect(registry.objectives.names == ["cross-entropy", "lk", "hass", "group-tree", "soft-tree"])
        #expect(registry.treeBuilders["dynamic"]?.options.map(\.name) == ["depth", "top_k", "total_tokens"])
    }

    @Test("plain decoding proposes nothing")
    func autoregressive() throws {
        let recipe = NoDraft()
        let target = ScriptedTarget(.random(vocabularySize: 3, seed: 1))
        let policy = try recipe.load(in: DraftLoading(target: target, locate: { URL(fileURLWithPath: $0) }))
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

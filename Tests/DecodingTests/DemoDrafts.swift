import DemoModel
import EAGLE3Plugin
import LanguageModels
import PromptLookupPlugin
import SmallModelPlugin
import Speculation
import Testing

/// The bundled target with the drafts that can follow it.
struct DemoDrafts {
    let target: TransformerTarget

    init() throws {
        target = TransformerTarget(try Transformer(at: try #require(try BundledFiles.model("demo"))))
    }

    func eagle3(draw: DrawMode = .topK) throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        try load(EAGLE3Recipe.self, ["head": "demo/eagle3", "draw": draw.rawValue])
    }

    func smallModel(draw: DrawMode = .topK) throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        try load(SmallModelRecipe.self, ["model": "demo-small", "draw": draw.rawValue])
    }

    func promptLookup() throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        try load(PromptLookup.self, [:])
    }

    private func load<Recipe: DraftRecipe>(
        _: Recipe.Type, _ options: [String: String]
    ) throws -> (any DraftPolicy, DraftTraits) {
        let members = options.map { name, text in
            OptionMember(name: name, place: .nowhere, value: OptionValue(.string(text), text: text, at: .nowhere))
        }
        var reader = OptionReader(members, at: .nowhere)
        let recipe = Recipe(from: &reader)
        let loading = DraftLoading(target: target, locate: { try #require(try BundledFiles.model($0)) })
        return (try recipe.load(in: loading), recipe.traits)
    }
}

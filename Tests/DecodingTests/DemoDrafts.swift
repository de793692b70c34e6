import DemoModel
import EAGLE3Plugin
import Foundation
import LanguageModels
import LayerSkipPlugin
import PromptLookupPlugin
import RetrievalPlugin
import SmallModelPlugin
import Speculation
import SuffixPlugin
import Testing
import TokenRecyclingPlugin

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

    func suffix() throws -> (policy: any DraftPolicy, traits: DraftTraits) { try load(SuffixDraft.self, [:]) }

    func tokenRecycling() throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        try load(TokenRecycling.self, [:])
    }

    func layerSkip(draw: DrawMode = .topK) throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        try load(LayerSkipRecipe.self, ["draw": draw.rawValue])
    }

    /// A text that the demo might have written.
    func retrieval() throws -> (policy: any DraftPolicy, traits: DraftTraits) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).txt")
        try "I am here to help you with that.\nWhat would you like to know?\n".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try load(RetrievalRecipe.self, ["text": file.path, "shortest_match": "1"])
    }

    private func load<Recipe: DraftRecipe>(
        _: Recipe.Type, _ options: [String: String]
    ) throws -> (any DraftPolicy, DraftTraits) {
        let members = options.map { name, text in
            OptionMember(name: name, place: .nowhere, value: OptionValue(.string(text), text: text, at: .nowhere))
        }
        var reader = OptionReader(members, at: .nowhere)
        let recipe = Recipe(from: &reader)
        let loading = DraftLoading(
            target: target, locate: { try BundledFiles.model($0) ?? URL(fileURLWithPath: $0) })
        return (try recipe.load(in: loading), recipe.traits)
    }
}

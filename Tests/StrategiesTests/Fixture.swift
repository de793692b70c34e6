import BuiltinPlugins
import ChainPlugin
import CostAwarePlugin
import CrossEntropyPlugin
import DynamicPlugin
import Foundation
import GreedyPlugin
import GroupTreePlugin
import LKPlugin
import LanguageModels
import MergedPlugin
import NonePlugin
import PromptLookupPlugin
import SamplingPlugin
import SoftTreePlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Strategies
import TypicalPlugin

/// Stands in for a draft that needs a network: the options and traits of one, and no weights.
protocol NetworkStandIn: DraftRecipe {
    static var option: String { get }
    init(reference: String)
}

extension NetworkStandIn {
    static var summary: String { "Stands in for a network." }

    init(from options: inout OptionReader) {
        self.init(reference: options.path(Self.option, default: nil, help: "a bundled name or a folder"))
        _ = options.productPrecision()
    }

    var traits: DraftTraits { DraftTraits(draw: .topK, givesProbabilities: true) }

    func load(in context: DraftLoading) throws -> any DraftPolicy { ScriptedDraft(.random(vocabularySize: 4, seed: 1)) }
}

struct StandInHead: NetworkStandIn {
    static let name = "eagle3"
    static let option = "head"
    let reference: String
}

struct StandInHeads: NetworkStandIn {
    static let name = "medusa"
    static let option = "head"
    let reference: String
}

struct StandInModel: NetworkStandIn {
    static let name = "small-model"
    static let option = "model"
    let reference: String
}

/// A draft that draws children independently, which only some builders and verifiers take.
struct RandomDraft: DraftRecipe {
    static let name = "random"
    static let summary = "Draws independently."
    let traits = DraftTraits(draw: .independent, givesProbabilities: true)

    init(from options: inout OptionReader) {}

    func load(in context: DraftLoading) throws -> any DraftPolicy { ScriptedDraft(.random(vocabularySize: 4, seed: 1)) }
}

/// A draft that finds its children, and knows nothing of how likely they are.
struct RetrievedDraft: DraftRecipe {
    static let name = "retrieved"
    static let summary = "Finds children without probabilities."
    let traits = DraftTraits(draw: .retrieved, givesProbabilities: false)

    init(from options: inout OptionReader) {}

    func load(in context: DraftLoading) throws -> any DraftPolicy {
        ScriptedDraft(.random(vocabularySize: 4, seed: 1), draw: .retrieved)
    }
}

/// Names of bundled models and data; everything else is a path.
let bundledNames: Set<String> = [
    "demo", "demo-small", "demo/eagle3", "demo/eagle3-gto", "demo/medusa", "demo/held-out", "h", "s",
]

/// A reader of everything that comes with the toolkit, whose recipes read options without opening weights.
func builtinReader(_ overrides: StrategyOverrides = StrategyOverrides()) throws -> StrategyReader {
    StrategyReader(registry: try BuiltinPlugins.registry(), overrides: overrides, names: bundledNames)
}

func reader(
    _ overrides: StrategyOverrides = StrategyOverrides(), names: Set<String> = bundledNames
) throws -> StrategyReader {
    let registry = try PluginRegistry([
        NoDraft.self, PromptLookup.self, StandInHead.self, StandInHeads.self, StandInModel.self,
        RandomDraft.self, RetrievedDraft.self, MergedRecipe.self,
        ChainTree.self, StaticTree.self, DynamicTree.self, CostAwareTree.self,
        GreedyVerifier.self, SamplingVerifier.self, TypicalVerifier.self,
        CrossEntropy.self, LKLoss.self, GroupTree.self, SoftTree.self,
    ])
    return StrategyReader(registry: registry, overrides: overrides, names: names)
}

/// What reading a text complains about; empty when it does not.
func complaint(about text: String, _ overrides: StrategyOverrides = StrategyOverrides()) throws -> String {
    do {
        _ = try reader(overrides).read(text: text, name: "s.yaml")
        return ""
    } catch let faults as StrategyFaults {
        return faults.description
    }
}

/// A folder that is gone when the test is.
func withFolder(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("strategies-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
    try body(folder)
}

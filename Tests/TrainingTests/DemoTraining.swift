import Autograd
import DemoModel
import DynamicPlugin
import EAGLE3Plugin
import Foundation
import LanguageModels
import Speculation
import Testing
import Training

/// The bundled target and its head, open to training.
struct DemoTraining {
    let target: Transformer
    let head: any TrainableDraft

    init() throws {
        target = try Transformer(at: try #require(try BundledFiles.model("demo")))
        var reader = OptionReader(
            [
                OptionMember(
                    name: "head", place: .nowhere,
                    value: OptionValue(.string("demo/eagle3"), text: "demo/eagle3", at: .nowhere))
            ], at: .nowhere)
        let context = DraftLoading(target: TransformerTarget(target)) { name in
            try #require(try BundledFiles.model(name))
        }
        head = try EAGLE3Recipe(from: &reader).trainable(in: context, from: .head, seed: 0, proposing: nil)
    }

    /// What the benches of all sequences have in common.
    func setting(
        _ traits: ObjectiveTraits, builder: any TreeBuilder = DynamicTree(depth: 8, topK: 10, totalTokens: 60),
        temperature: Double = 0
    ) -> BenchSetting {
        BenchSetting(target: target, builder: builder, temperature: temperature, traits: traits, start: head)
    }
}

import Decoding
import DemoModel
import EAGLE3Plugin
import LanguageModels
import Speculation
import Tensors
import Testing

/// Engines of the bundled target and its EAGLE-3 head.
struct DemoEngine {
    let target: TransformerTarget
    private let policy: any DraftPolicy

    init(precision: ProductPrecision = ProductPrecision(), draw: DrawMode = .topK) throws {
        target = TransformerTarget(
            try Transformer(at: try #require(try BundledFiles.model("demo")), precision: precision))
        let words = [("head", "demo/eagle3"), ("draw", draw.rawValue)] + precision.words.map { ($0.option, $0.word) }
        let options = words.map { name, text in
            OptionMember(name: name, place: .nowhere, value: OptionValue(.string(text), text: text, at: .nowhere))
        }
        var reader = OptionReader(options, at: .nowhere)
        let recipe = EAGLE3Recipe(from: &reader)
        policy = try recipe.load(
            in: DraftLoading(target: target, locate: { try #require(try BundledFiles.model($0)) }))
    }

    func engine(builder: any TreeBuilder, verifier: any Verifier) throws -> DecodingEngine {
        DecodingEngine(target: target, draft: policy, builder: builder, verifier: verifier)
    }
}

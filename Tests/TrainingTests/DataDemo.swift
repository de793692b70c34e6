import Decoding
import DemoModel
import Foundation
import LanguageModels
import Speculation
import Testing
import Training

/// The bundled target with its tokenizer and chat format, for tests of the data side.
struct DataDemo {
    let model: Transformer
    let codec: ChatCodec

    init() throws {
        let folder = try #require(try BundledFiles.model("demo"))
        model = try Transformer(at: folder)
        codec = try Self.codec(endTokens: model.configuration.endTokens)
    }

    /// Plain decoding; requests have sampling rules of their own.
    var plain: DecodingEngine { DecodingEngine(plainly: TransformerTarget(model)) }

    static func codec(endTokens: Set<Int> = [], format: String = "chatml") throws -> ChatCodec {
        let folder = try #require(try BundledFiles.model("demo"))
        return ChatCodec(
            tokenizer: try Tokenizer(contentsOf: folder.appendingPathComponent("tokenizer.json")),
            renderer: try ChatRenderer(try #require(ChatTemplate.named(format))),
            endTokens: endTokens)
    }

    /// A regeneration of prompts with short answers.
    func regeneration(
        _ source: RegenerationSource, temperature: Double = 0, seed: UInt64 = 0, batchSize: Int = 4
    ) throws -> Regeneration {
        var regeneration = try Regeneration(
            source, model: model, codec: codec,
            rules: DecodingRules(
                sampling: SamplingRule(temperature: temperature),
                limits: DecodingLimits(maximumNewTokens: 12, stopTokens: codec.stopTokens)),
            seed: seed)
        regeneration.batchSize = batchSize
        return regeneration
    }
}

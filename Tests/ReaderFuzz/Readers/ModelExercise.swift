import Foundation
import LanguageModels
import ModelTestKit
import Runtime
import Speculation

/// Models in folders: `config.json`, safetensors and their index; a model that is accepted reads a few tokens.
struct ModelExercise: ReaderExercise {
    static let name = "model"

    /// A configuration of a few lines may speak of two thousand layers.
    let allowance = 1 << 20

    func samples(in corpus: URL) throws -> [Sample] {
        var llama = TinyModel.smallest
        var qwen = llama
        (qwen.modelType, qwen.hasHeadNorms, qwen.isBfloat16) = ("qwen3", true, true)
        qwen.extraConfiguration = [
            #""rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}"#,
            #""eos_token_id": [1, 2], "sliding_window": 8, "use_sliding_window": true, "max_window_layers": 1"#,
        ]
        llama.extraConfiguration = [
            #""rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "#
                + #""original_max_position_embeddings": 16}, "eos_token_id": 2, "hidden_act": "silu", "dtype": "float32""#
        ]
        let own = try [
            ("llama", llama.folder()), ("qwen3", qwen.folder()), ("shards", TinyModel.smallest.folder(shards: 2)),
        ].map { try Sample($0, copying: $1.url) }
        return own + (try Sample.all(in: corpus.appendingPathComponent(Self.name)))
    }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let folder = files[0].deletingLastPathComponent()
        attempts("configurations") { _ in _ = try ModelFiles(folder).configuration() }
        attempts("inspections") { _ in _ = try ModelInspection(folder) }
        // Of some architectures there are configurations without weights.
        guard files.count > 1 else { return }
        let model = try Transformer(at: folder)
        attempts.note("models")
        attempts("passes") { _ in
            var session = try TransformerTarget(model).begin(providing: nil)
            let tokens = [0, 1, min(5, model.configuration.vocabularySize - 1)].prefix(model.configuration.contextLimit)
            let scores = try session.append(Array(tokens)).scores
            try Attempts.demand(scores.logits.allSatisfy(\.isFinite), "its logits are not finite")
        }
    }
}

extension TinyModel {
    /// One that is read and run in a moment.
    static var smallest: TinyModel {
        var model = TinyModel()
        (model.hiddenSize, model.intermediateSize, model.layerCount) = (8, 12, 1)
        (model.headCount, model.groupCount, model.headWidth) = (2, 1, 4)
        (model.vocabularySize, model.contextLimit) = (16, 32)
        return model
    }
}

extension Sample {
    /// A sample of a folder's files.
    init(_ name: String, copying folder: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        self.init(
            name: name,
            files: try names.map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) })
    }
}

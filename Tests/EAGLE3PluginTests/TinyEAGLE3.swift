import EAGLE3Plugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Training

/// A random EAGLE-3 head and its target, small enough to be made for every test, in SafeAILab layout.
struct TinyEAGLE3 {
    /// Which embedding table the head's file holds.
    enum Embedding {
        case none, own, targets
    }

    var target: TinyModel = {
        var model = TinyModel()
        model.layerCount = 8
        return model
    }()
    var width = 24
    var headWidth = 6
    var draftVocabularySize = 20
    var layerCount = 3
    var embedding = Embedding.none
    /// Members of the configuration, more or in place of others.
    var extra: [String: String] = [:]

    /// The configuration's members by key, values as JSON text.
    private var members: [String: String] {
        let own = [
            "hidden_size": "\(width)", "intermediate_size": "40", "num_attention_heads": "4",
            "num_key_value_heads": "2", "head_dim": "\(headWidth)", "num_hidden_layers": "1", "rms_norm_eps": "1e-5",
            "vocab_size": "\(target.vocabularySize)", "draft_vocab_size": "\(draftVocabularySize)",
        ]
        return own.merging(extra) { _, extra in extra }
    }

    private var tensors: [StoredTensor] {
        var state: UInt32 = 777
        func random(_ name: String, _ shape: [Int], around centre: Float = 0) -> StoredTensor {
            let numbers = (0..<shape.reduce(1, *)).map { _ -> Float in
                state = state &* 1_664_525 &+ 1_013_904_223
                return centre + (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.5
            }
            return StoredTensor(name, shape: shape, numbers)
        }
        let layer = "midlayer"
        var all = [
            random("fc.weight", [width, layerCount * target.hiddenSize]),
            random("\(layer).self_attn.q_proj.weight", [4 * headWidth, 2 * width]),
            random("\(layer).self_attn.k_proj.weight", [2 * headWidth, 2 * width]),
            random("\(layer).self_attn.v_proj.weight", [2 * headWidth, 2 * width]),
            random("\(layer).self_attn.o_proj.weight", [width, 4 * headWidth]),
            random("\(layer).mlp.gate_proj.weight", [40, width]),
            random("\(layer).mlp.up_proj.weight", [40, width]),
            random("\(layer).mlp.down_proj.weight", [width, 40]),
            random("lm_head.weight", [draftVocabularySize, width]),
            random("norm.weight", [width], around: 1),
        ]
        all += ["input_layernorm", "hidden_norm", "post_attention_layernorm"].map {
            random("\(layer).\($0).weight", [width], around: 1)
        }
        switch embedding {
        case .none: break
        case .own: all.append(random("embed_tokens.weight", [target.vocabularySize, width]))
        case .targets:
            all += target.tensors.filter { $0.name == "model.embed_tokens.weight" }
        }
        if draftVocabularySize < target.vocabularySize {
            // Every other token from the second on, so that offsets are neither zero nor equal.
            let offsets = (0..<draftVocabularySize).map { Int64($0 + 1).littleEndian }
            let marks = (0..<target.vocabularySize).map { UInt8($0 % 2 == 1 && $0 / 2 < draftVocabularySize ? 1 : 0) }
            all.append(
                StoredTensor(
                    "d2t", type: "I64", shape: [draftVocabularySize], bytes: offsets.withUnsafeBytes { Data($0) }))
            all.append(StoredTensor("t2d", type: "BOOL", shape: [target.vocabularySize], bytes: Data(marks)))
        }
        return all
    }

    /// Writes head and target.
    func folders() throws -> HeadFolders {
        let head = try TemporaryFolder()
        let text = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        try head.write("{\(text)}", to: "config.json")
        try head.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
        return HeadFolders(head: head, target: try target.folder())
    }
}

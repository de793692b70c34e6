import Foundation

/// A transformer of random weights, small enough to be computed by hand-written loops.
package struct TinyModel {
    /// The family.
    package var modelType = "llama"
    /// The width of the residual stream.
    package var hiddenSize = 24
    /// The width of the feed-forward network.
    package var intermediateSize = 40
    /// The number of layers.
    package var layerCount = 2
    /// The number of query heads.
    package var headCount = 4
    /// The number of key-value heads.
    package var groupCount = 2
    /// The width of a head.
    package var headWidth = 6
    /// The number of tokens.
    package var vocabularySize = 50
    /// The largest number of tokens of a sequence.
    package var contextLimit = 64
    /// Whether query, key and value projections have biases.
    package var hasInputBias = false
    /// Whether the attention's output projection has one.
    package var hasOutputBias = false
    /// Whether the feed-forward projections have biases.
    package var hasFeedForwardBias = false
    /// Whether queries and keys are normalized.
    package var hasHeadNorms = false
    /// Whether the embedding table is the output head.
    package var tiesEmbeddings = false
    /// Whether weights are stored as bfloat16 rather than as singles.
    package var isBfloat16 = false
    /// The base of the rotary frequencies.
    package var ropeTheta = 500.0
    /// More members of the configuration.
    package var extraConfiguration: [String] = []

    /// A small Llama.
    package init() {}

    /// The text of `config.json`.
    package var configuration: String {
        let members =
            [
                "\"model_type\": \"\(modelType)\"", "\"hidden_size\": \(hiddenSize)",
                "\"intermediate_size\": \(intermediateSize)", "\"num_hidden_layers\": \(layerCount)",
                "\"num_attention_heads\": \(headCount)", "\"num_key_value_heads\": \(groupCount)",
                "\"head_dim\": \(headWidth)", "\"vocab_size\": \(vocabularySize)",
                "\"max_position_embeddings\": \(contextLimit)", "\"rms_norm_eps\": 1e-5",
                "\"rope_theta\": \(ropeTheta)", "\"tie_word_embeddings\": \(tiesEmbeddings)",
            ] + extraConfiguration
        return "{\(members.joined(separator: ",\n "))}"
    }

    /// Random weights, the same for the same shape; biases and norms are random too, so that none goes unnoticed.
    package var tensors: [StoredTensor] {
        var state: UInt32 = 12_345
        func random(_ name: String, _ shape: [Int], around centre: Float = 0) -> StoredTensor {
            let numbers = (0..<shape.reduce(1, *)).map { _ -> Float in
                state = state &* 1_664_525 &+ 1_013_904_223
                return centre + (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.8
            }
            return StoredTensor(name, shape: shape, numbers, asBfloat16: isBfloat16)
        }
        func projection(_ name: String, _ outputs: Int, _ inputs: Int, bias: Bool) -> [StoredTensor] {
            [random("\(name).weight", [outputs, inputs])] + (bias ? [random("\(name).bias", [outputs])] : [])
        }
        var all = [random("model.embed_tokens.weight", [vocabularySize, hiddenSize])]
        for layer in 0..<layerCount {
            let prefix = "model.layers.\(layer)"
            let (queries, keys) = (headCount * headWidth, groupCount * headWidth)
            all.append(random("\(prefix).input_layernorm.weight", [hiddenSize], around: 1))
            all += projection("\(prefix).self_attn.q_proj", queries, hiddenSize, bias: hasInputBias)
            all += projection("\(prefix).self_attn.k_proj", keys, hiddenSize, bias: hasInputBias)
            all += projection("\(prefix).self_attn.v_proj", keys, hiddenSize, bias: hasInputBias)
            all += projection("\(prefix).self_attn.o_proj", hiddenSize, queries, bias: hasOutputBias)
            if hasHeadNorms {
                all.append(random("\(prefix).self_attn.q_norm.weight", [headWidth], around: 1))
                all.append(random("\(prefix).self_attn.k_norm.weight", [headWidth], around: 1))
            }
            all.append(random("\(prefix).post_attention_layernorm.weight", [hiddenSize], around: 1))
            all += projection("\(prefix).mlp.gate_proj", intermediateSize, hiddenSize, bias: hasFeedForwardBias)
            all += projection("\(prefix).mlp.up_proj", intermediateSize, hiddenSize, bias: hasFeedForwardBias)
            all += projection("\(prefix).mlp.down_proj", hiddenSize, intermediateSize, bias: hasFeedForwardBias)
        }
        all.append(random("model.norm.weight", [hiddenSize], around: 1))
        if !tiesEmbeddings { all.append(random("lm_head.weight", [vocabularySize, hiddenSize])) }
        return all
    }

    /// Writes the model's folder, in one file.
    package func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(configuration, to: "config.json")
        try folder.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
        return folder
    }

    /// Writes the model's folder in shards, tensors dealt out in turn.
    package func folder(shards count: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(configuration, to: "config.json")
        var map: [String] = []
        for shard in 0..<count {
            let name = "model-0000\(shard + 1)-of-0000\(count).safetensors"
            let part = tensors.enumerated().filter { $0.offset % count == shard }.map(\.element)
            try folder.write(SafetensorsBytes(part).data, to: name)
            map += part.map { "\"\($0.name)\": \"\(name)\"" }
        }
        try folder.write(
            "{\"metadata\": {}, \"weight_map\": {\(map.joined(separator: ",\n"))}}", to: "model.safetensors.index.json")
        return folder
    }
}

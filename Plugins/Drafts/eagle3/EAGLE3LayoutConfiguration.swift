import Foundation
import JSON
import LanguageModels
import Tensors
import Training

/// The `config.json` of a head in one of the layouts.
struct EAGLE3LayoutConfiguration {
    private let files: EAGLE3Files
    private let configuration: EAGLE3Configuration
    private let targetValue: JSONValue?

    init(_ files: EAGLE3Files) {
        self.files = files
        configuration = files.head.configuration
        // The target was opened, so its file is sound; without it only names are missing.
        targetValue = try? ModelFile.json(files.head.target.location.appendingPathComponent("config.json"))
    }

    /// The whole file, keys sorted.
    func value() -> JSONValue {
        var members: [String: JSONValue]
        switch files.layout {
        case .safeail where configuration.generation != .third:
            members = layer
            members["architectures"] = .array([.string("LlamaForCausalLM")])
            // To loaders a missing key is a true one.
            members["bias"] = .bool(configuration.hasFusionBias)
            members["qkv_bias"] = .bool(configuration.hasInputBias)
        case .safeail:
            members = layer.merging(head) { _, head in head }
            members["architectures"] = .array([.string("LlamaForCausalLMEagle3")])
        case .sglang:
            members = layer.merging(head) { _, head in head }
            members["architectures"] = .array([.string("LlamaForCausalLMEagle3")])
            members["head_dim"] = .integer(configuration.headWidth)
            members["eagle_config"] = JSONValue.object(sorting: [
                "eagle_aux_hidden_state_layer_ids": .array(configuration.featureLayers.map { .integer($0 - 1) }),
                "use_aux_hidden_state": .bool(true),
            ])
            if configuration.norms.features == .each { members["fc_norm"] = .bool(true) }
            if configuration.norms.output == .unused { members["norm_output"] = .bool(false) }
        case .speculators:
            members = head.merging(speculators) { _, own in own }
        case .huggingFace, .gguf, .ggufWithEmbedding:
            preconditionFailure("no head is stored as a model, and GGUF files have no config.json")
        }
        return JSONValue.object(sorting: members)
    }

    /// What describes the decoder layer, in the keys of a Llama.
    private var layer: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "attention_bias": .bool(configuration.hasOutputBias),
            "hidden_act": .string("silu"),
            "hidden_size": .integer(configuration.hiddenSize),
            "intermediate_size": .integer(configuration.intermediateSize),
            "max_position_embeddings": .integer(files.head.target.configuration.contextLimit),
            "mlp_bias": .bool(false),
            "model_type": .string("llama"),
            "num_attention_heads": .integer(configuration.headCount),
            "num_hidden_layers": .integer(configuration.layerCount),
            "num_key_value_heads": .integer(configuration.keyValueHeadCount),
            "rms_norm_eps": number(configuration.normEpsilon),
            "rope_theta": .real(configuration.rope.theta),
            "tie_word_embeddings": .bool(false),
            "torch_dtype": .string(typeName),
            "use_cache": .bool(true),
            "vocab_size": .integer(configuration.vocabularySize),
        ]
        if let scaling { members["rope_scaling"] = scaling }
        // These say nothing about the layer and are passed on; the target's are the next best.
        for key in ["bos_token_id", "eos_token_id", "pad_token_id", "initializer_range"] {
            members[key] = Self.present(configuration.layerValue[key]) ?? Self.present(targetValue?[key])
        }
        if let limit = Self.present(configuration.layerValue["max_position_embeddings"]) {
            members["max_position_embeddings"] = limit
        }
        // This is what a base that grows begins to grow from.
        if case .dynamic(_, let context) = configuration.rope.scaling {
            members["max_position_embeddings"] = .integer(context)
        }
        return members
    }

    /// What describes the head beside its layer, in every layout.
    private var head: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "draft_vocab_size": .integer(files.vocabulary.count), "tie_word_embeddings": .bool(false),
            "torch_dtype": .string(typeName),
        ]
        // To loaders the key means that the file brings its own embedding table.
        if files.embedding != nil {
            members["target_hidden_size"] = .integer(files.head.target.configuration.hiddenSize)
        }
        return members
    }

    /// What only a speculators file has; every switch is stated, since readers differ in what a missing one means.
    private var speculators: [String: JSONValue] {
        var layer = layer
        layer["architectures"] = .array([.string("LlamaForCausalLM")])
        layer["head_dim"] = .integer(configuration.headWidth)
        layer["model_type"] = .string(configuration.hasHeadNorms ? "qwen3" : "llama")
        if !isDynamic {
            layer["max_position_embeddings"] = .integer(
                max(layer["max_position_embeddings"]?.integer ?? 0, files.head.target.configuration.contextLimit))
        }
        if let window = configuration.windows.compactMap({ $0 }).first {
            layer["sliding_window"] = .integer(window)
            layer["use_sliding_window"] = .bool(true)
            layer["layer_types"] = .array(
                configuration.windows.map { .string($0 == nil ? "full_attention" : "sliding_attention") })
        }
        return [
            "architectures": .array([.string("Eagle3Speculator")]),
            "eagle_aux_hidden_state_layer_ids": .array(configuration.featureLayers.map { .integer($0) }),
            "embed_requires_grad": .bool(false),
            "fc_norm": .bool(configuration.norms.features == .each),
            "norm_before_fc": .bool(configuration.norms.features == .joined),
            "norm_before_residual": .bool(configuration.norms.isResidualNormed),
            "norm_output": .bool(configuration.norms.output == .beforeStates),
            "speculators_config": speculatorsConfig,
            "speculators_model_type": .string("eagle3"),
            // Whose configuration class has exactly these keys.
            "speculators_version": .string("0.9.0"),
            "transformer_layer_config": JSONValue.object(sorting: layer),
        ]
    }

    private var speculatorsConfig: JSONValue {
        let proposal = JSONValue.object(sorting: [
            "accept_tolerance": .real(0),
            "proposal_type": .string("greedy"),
            // The library's converter's choice; a server's own option overrides it.
            "speculative_tokens": .integer(3),
            "verifier_accept_k": .integer(1),
        ])
        let target = files.head.target
        return JSONValue.object(sorting: [
            "algorithm": .string("eagle3"),
            "default_proposal_method": .string("greedy"),
            "proposal_methods": .array([proposal]),
            "verifier": JSONValue.object(sorting: [
                "architectures": Self.present(targetValue?["architectures"]) ?? .array([]),
                "name_or_path": Self.present(targetValue?["_name_or_path"]) ?? .string(target.location.path),
            ]),
        ])
    }

    private var scaling: JSONValue? {
        switch configuration.rope.scaling {
        case .none: nil
        case .linear(let factor):
            // The official code insists on the old name of the type, and on two keys.
            JSONValue.object(sorting: [
                files.layout == .safeail ? "type" : "rope_type": .string("linear"), "factor": .real(factor),
            ])
        case .llama3(let factor, let low, let high, let context):
            JSONValue.object(sorting: [
                "rope_type": .string("llama3"), "factor": .real(factor), "low_freq_factor": .real(low),
                "high_freq_factor": .real(high), "original_max_position_embeddings": Self.whole(context),
            ])
        case .dynamic(let factor, _):
            JSONValue.object(sorting: ["rope_type": .string("dynamic"), "factor": .real(factor)])
        case .yarn(let yarn): Self.value(yarn)
        case .longrope: preconditionFailure("no layout has a word for it")
        }
    }

    private var isDynamic: Bool {
        if case .dynamic = configuration.rope.scaling { true } else { false }
    }

    /// All keys, since readers differ in what a missing one means.
    private static func value(_ yarn: YarnScaling) -> JSONValue {
        var members: [String: JSONValue] = [
            "beta_fast": .real(yarn.mostTurns), "beta_slow": .real(yarn.fewestTurns), "factor": .real(yarn.factor),
            "original_max_position_embeddings": .integer(yarn.originalContext), "rope_type": .string("yarn"),
            "truncate": .bool(yarn.roundsBounds),
        ]
        let usual = YarnScaling(factor: yarn.factor, originalContext: yarn.originalContext)
        if yarn.magnitude == usual.magnitude {
            (members["mscale"], members["mscale_all_dim"]) = (.real(1), .real(0))
        } else {
            members["attention_factor"] = .real(yarn.magnitude)
        }
        return JSONValue.object(sorting: members)
    }

    /// PyTorch's name of the format.
    private var typeName: String {
        files.format == .bfloat16 ? "bfloat16" : "float\(8 * files.format.blockBytes)"
    }

    /// The shortest decimal number that is this one in single precision, as files have it: 1e-05.
    private func number(_ value: Float) -> JSONValue { .real(Double(value.description) ?? Double(value)) }

    /// An integer where there is one: readers refuse a context of 8192.0.
    private static func whole(_ value: Double) -> JSONValue { Int(exactly: value).map { .integer($0) } ?? .real(value) }

    private static func present(_ value: JSONValue?) -> JSONValue? { value?.isNull == false ? value : nil }
}

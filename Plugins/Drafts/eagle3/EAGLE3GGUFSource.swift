import Foundation
import JSON
import LanguageModels

/// A head in llama.cpp's layout: one GGUF file of architecture `eagle3`, read as if it were a folder.
struct EAGLE3GGUFSource {
    private let file: GGUFFile

    /// What a written file is called in its folder.
    static let fileName = "eagle3.gguf"

    /// What a layer's parts are called that other models do not have, or have otherwise.
    private static let parts = ["attn_norm_2": "hidden_norm", "ffn_norm": "post_attention_layernorm"]

    /// The GGUF file that a place is, or that its folder holds as ``fileName``; nil if there is none.
    static func file(at place: URL) -> URL? {
        if place.pathExtension.lowercased() == "gguf" { return place }
        let inside = place.appendingPathComponent(fileName)
        return FileManager.default.fileExists(atPath: inside.path) ? inside : nil
    }

    init(contentsOf url: URL) throws {
        file = try GGUFFile(contentsOf: url)
        let architecture = file["general.architecture"]?.text ?? ""
        guard architecture == "eagle3" else {
            throw ModelError(file.path, "is of architecture '\(architecture)', and a head is of 'eagle3'")
        }
    }

    /// The metadata in the words of a flat `config.json`.
    func configuration() throws -> EAGLE3ConfigurationFile {
        let heads = try size("attention.head_count")
        let width = try size("embedding_length")
        var members: [String: JSONValue] = [
            "hidden_size": .integer(width), "intermediate_size": .integer(try size("feed_forward_length")),
            "num_attention_heads": .integer(heads), "num_hidden_layers": .integer(try size("block_count")),
            "num_key_value_heads": .integer(try optionalSize("attention.head_count_kv") ?? heads),
            "head_dim": .integer(try optionalSize("attention.key_length") ?? width / max(heads, 1)),
            "rms_norm_eps": .real(try number("attention.layer_norm_rms_epsilon")),
            "target_hidden_size": .integer(try size("target_hidden_size")),
            "vocab_size": .integer(try vocabularySize()),
            "max_position_embeddings": .integer(try size("context_length")),
            "norm_before_residual": .bool(file[key("norm_before_residual")] == .boolean(true)),
            "norm_before_fc": .bool(file[key("norm_before_fc")] == .boolean(true)),
            "rope_theta": .real(try optionalNumber("rope.freq_base") ?? 10_000),
            "eagle_aux_hidden_state_layer_ids": .array(try layers().map { .integer($0) }),
        ]
        members["rope_scaling"] = try scaling()
        return EAGLE3ConfigurationFile(of: file.path, JSONValue.object(sorting: members))
    }

    /// The weights by the names of other layouts.
    func checkpoint() throws -> Checkpoint {
        let heads = try size("attention.head_count")
        let keys = try optionalSize("attention.head_count_kv") ?? heads
        return try Checkpoint(file, naming: Self.parts, pairedHeads: (heads, keys))
    }

    private func key(_ name: String) -> String { "eagle3.\(name)" }

    private func size(_ name: String) throws(ModelError) -> Int {
        guard let size = try optionalSize(name) else {
            throw ModelError(file.path, "lacks the metadata entry '\(key(name))'")
        }
        return size
    }

    private func optionalSize(_ name: String) throws(ModelError) -> Int? {
        guard let value = file[key(name)] else { return nil }
        guard let size = value.integer, 1...Int(Int32.max) ~= size else {
            throw ModelError(file.path, "metadata entry '\(key(name))' must be a positive whole number")
        }
        return size
    }

    private func number(_ name: String) throws(ModelError) -> Double {
        guard let number = try optionalNumber(name) else {
            throw ModelError(file.path, "lacks the metadata entry '\(key(name))'")
        }
        return number
    }

    private func optionalNumber(_ name: String) throws(ModelError) -> Double? {
        guard let value = file[key(name)] else { return nil }
        guard let number = value.number, number > 0, number.isFinite else {
            throw ModelError(file.path, "metadata entry '\(key(name))' must be a positive number")
        }
        return number
    }

    private func layers() throws(ModelError) -> [Int] {
        guard case .list(let list) = file[key("target_layers")], let layers = list.integers else {
            throw ModelError(file.path, "lacks the metadata entry '\(key("target_layers"))', a list of layers")
        }
        return layers
    }

    /// The size of the target's vocabulary: stated, or that of the tokenizer or the table in the file.
    private func vocabularySize() throws(ModelError) -> Int {
        if let size = try optionalSize("vocab_size") { return size }
        if case .list(let tokens) = file["tokenizer.ggml.tokens"] { return tokens.count }
        if let rows = file.tensors.first(where: { $0.name == "token_embd.weight" })?.shape.first { return rows }
        throw ModelError(file.path, "lacks the metadata entry '\(key("vocab_size"))'")
    }

    private func scaling() throws -> JSONValue? {
        if let tensor = file.tensors.first(where: { $0.name == "rope_freqs.weight" }) {
            let divisors = JSONValue.array(try file.numbers(of: tensor).map { .real(Double($0)) })
            return JSONValue.object(sorting: [
                "rope_type": .string("longrope"), "short_factor": divisors, "long_factor": divisors,
                "attention_factor": .real(1),
            ])
        }
        switch file[key("rope.scaling.type")]?.text ?? "none" {
        case "none": return nil
        case "linear":
            return JSONValue.object(sorting: [
                "rope_type": .string("linear"), "factor": .real(try number("rope.scaling.factor")),
            ])
        case "yarn":
            return JSONValue.object(sorting: [
                "rope_type": .string("yarn"), "factor": .real(try number("rope.scaling.factor")),
                "original_max_position_embeddings": .integer(try size("rope.scaling.original_context_length")),
            ])
        case let other:
            throw ModelError(
                file.path, "metadata entry '\(key("rope.scaling.type"))' is '\(other)', which heads do not know")
        }
    }
}

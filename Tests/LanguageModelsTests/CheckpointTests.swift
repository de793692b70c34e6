import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// Checkpoints with a tensor too few, too many, misshapen or broken are refused by its name.
struct CheckpointTests {
    private func complaint(_ folder: TemporaryFolder) throws -> String {
        let error = #expect(throws: ModelError.self) { try Transformer(at: folder.url) }
        return try #require(error).description.replacingOccurrences(of: folder.path, with: "FOLDER")
    }

    /// The complaint about a tiny model whose tensors were changed.
    private func complaint(
        _ tiny: TinyModel = TinyModel(), changing change: (inout [StoredTensor]) -> Void
    ) throws -> String {
        let folder = try tiny.folder()
        var tensors = tiny.tensors
        change(&tensors)
        try folder.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
        return try complaint(folder)
    }

    @Test
    func `Missing, extra and misshapen tensors are named with their shapes`() throws {
        let name = "model.layers.1.self_attn.v_proj.weight"
        #expect(
            try complaint { $0.removeAll { $0.name == name } }
                == "FOLDER: tensor '\(name)' of shape [12, 24] is missing")
        #expect(
            try complaint { $0.append(StoredTensor("model.layers.2.norm", shape: [2], [1, 1])) }
                == "FOLDER/model.safetensors: holds tensor 'model.layers.2.norm' of shape [2], "
                + "which this architecture does not have")
        let other = StoredTensor(name, shape: [24, 12], [Float](repeating: 0, count: 288))
        #expect(
            try complaint { tensors in tensors = tensors.map { $0.name == name ? other : $0 } }
                == "FOLDER/model.safetensors: tensor '\(name)' has shape [24, 12], "
                + "and the configuration asks for [12, 24]")
        let integers = StoredTensor(name, type: "I32", shape: [12, 24], bytes: Data(count: 1152))
        #expect(
            try complaint { tensors in tensors = tensors.map { $0.name == name ? integers : $0 } }
                == "FOLDER/model.safetensors: tensor '\(name)' has dtype I32, and weights must be F32, F16 or BF16")
    }

    @Test
    func `A tied model may repeat its embedding table, but nothing else, as its head`() throws {
        var tiny = TinyModel()
        tiny.tiesEmbeddings = true
        let folder = try tiny.folder()
        let table = try #require(tiny.tensors.first).values
        let repeated = StoredTensor("lm_head.weight", shape: [50, 24], table)
        try folder.write(SafetensorsBytes(tiny.tensors + [repeated]).data, to: "model.safetensors")
        #expect(throws: Never.self) { try Transformer(at: folder.url) }
        let different = StoredTensor("lm_head.weight", shape: [50, 24], table.map { $0 + 1 })
        #expect(
            try complaint(tiny) { $0.append(different) }
                == "FOLDER/model.safetensors: tensor 'lm_head.weight' differs from the embedding table, "
                + "and config.json ties them")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `Weights that are not finite are named when they spoil the output`(stranger: Float) throws {
        let tiny = TinyModel()
        for name in ["model.embed_tokens.weight", "model.layers.1.mlp.down_proj.weight", "lm_head.weight"] {
            let folder = try tiny.folder()
            let tensors = tiny.tensors.map { tensor in
                tensor.name == name
                    ? StoredTensor(name, shape: tensor.shape, [stranger] + tensor.values.dropFirst()) : tensor
            }
            try folder.write(SafetensorsBytes(tensors).data, to: "model.safetensors")
            var session = try TransformerSession(Transformer(at: folder.url))
            let error = #expect(throws: ModelError.self) {
                try session.run([0, 1, 0], in: .causal(past: 0, rows: 3, route: .rowExact), logits: .last)
            }
            #expect(
                error?.description.hasSuffix(
                    "/model.safetensors: tensor '\(name)' holds numbers that are infinite or NaN") == true)
        }
    }

    @Test
    func `A folder without a checkpoint says what it looked for`() throws {
        let folder = try TinyModel().folder()
        try folder.remove("model.safetensors")
        #expect(
            try complaint(folder)
                == "FOLDER: holds no weights: neither model.safetensors nor pytorch_model.bin, nor shards of one with or without "
                + "an index")
        try folder.write("", to: "pytorch_model.bin")
        #expect(
            try complaint(folder)
                == "FOLDER/pytorch_model.bin: is no file of torch.save: it begins neither as a zip archive nor as a pickle"
        )
    }

    @Test
    func `A whole file wins over a stale index, and shards need none`() throws {
        let folder = try TinyModel().folder()
        try folder.write(#"{"weight_map": {"a": "gone.safetensors"}}"#, to: "model.safetensors.index.json")
        #expect(throws: Never.self) { try Transformer(at: folder.url) }
        let shards = try TinyModel().folder(shards: 2)
        let names = try Checkpoint(folder: shards.url).names
        try shards.remove("model.safetensors.index.json")
        #expect(try Checkpoint(folder: shards.url).names == names)
        try shards.remove("model-00001-of-00002.safetensors")
        #expect(try complaint(shards).hasSuffix("'model-00002-of-00002.safetensors' is one of 00002: some are missing"))
    }

    @Test
    func `An index that disagrees with its shards is refused`() throws {
        let index = "model.safetensors.index.json"
        let (first, second) = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
        func broken(_ change: (TemporaryFolder, String) throws -> Void) throws -> String {
            let folder = try TinyModel().folder(shards: 2)
            try change(folder, String(contentsOf: folder.file(index), encoding: .utf8))
            return try complaint(folder)
        }
        let embedding = "\"model.embed_tokens.weight\": \"\(first)\""
        #expect(
            try broken { folder, _ in try folder.remove(second) }
                == "FOLDER/\(second): cannot be read: no such file or directory")
        #expect(
            try broken { folder, text in
                try folder.write(
                    text.replacingOccurrences(
                        of: embedding, with: embedding.replacingOccurrences(of: first, with: second)),
                    to: index)
            } == "FOLDER/\(index): lists tensor 'model.embed_tokens.weight' in \(second), which does not hold it")
        #expect(
            try broken { folder, text in
                try folder.write(text.replacingOccurrences(of: embedding + ",", with: ""), to: index)
            } == "FOLDER/\(index): does not list tensor 'model.embed_tokens.weight', which a shard holds")
        #expect(
            try broken { folder, text in
                try folder.write(text.replacingOccurrences(of: "\"\(first)\"", with: "\"../x\""), to: index)
            }.hasPrefix(
                "FOLDER/\(index): maps 'model.embed_tokens.weight' to something that is no name of a .safetensors file")
        )
        #expect(try broken { folder, _ in try folder.write("{}", to: index) } == "FOLDER/\(index): has no weight_map")
        #expect(
            try broken { folder, _ in try folder.write("{", to: index) }.hasPrefix("FOLDER/\(index): is no valid JSON"))
        #expect(
            try broken { folder, _ in
                try folder.write(Data(contentsOf: folder.file(first)), to: second)
            }.hasPrefix("FOLDER/\(second): repeats tensor "))
    }
}

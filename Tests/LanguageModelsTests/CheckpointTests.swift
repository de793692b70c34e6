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

    /// A folder of a tiny model with its own tensors changed.
    private func folder(
        _ tiny: TinyModel, changing change: ([StoredTensor]) -> [StoredTensor]
    ) throws -> TemporaryFolder {
        let folder = try tiny.folder()
        try folder.write(SafetensorsBytes(change(tiny.tensors)).data, to: "model.safetensors")
        return folder
    }

    private func logits(of folder: TemporaryFolder) throws -> (values: [Float], remarks: [String]) {
        let model = try Transformer(at: folder.url)
        var session = try TransformerSession(model)
        try session.run([3, 1, 4], in: .causal(past: 0, rows: 3, route: .rowExact), logits: .all)
        return (Array(session.logits.values), model.remarks.map { $0.replacing(folder.path, with: "FOLDER") })
    }

    @Test
    func `A tied model may repeat its embedding table; a head that differs in 16 bits is used, and said`() throws {
        var tiny = TinyModel()
        tiny.tiesEmbeddings = true
        let table = try #require(tiny.tensors.first).values
        func with(_ head: [Float]) throws -> (values: [Float], remarks: [String]) {
            try logits(of: folder(tiny) { $0 + [StoredTensor("lm_head.weight", shape: [50, 24], head)] })
        }
        let tied = try logits(of: tiny.folder())
        let repeated = try with(table)
        #expect(repeated.values == tied.values && repeated.remarks.isEmpty)
        // Less than half a step of bfloat16, whose numbers these are then.
        let coarse = table.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) }
        let near = try logits(
            of: folder(tiny) { tensors in
                [StoredTensor(tensors[0].name, shape: [50, 24], coarse)] + tensors.dropFirst()
                    + [StoredTensor("lm_head.weight", shape: [50, 24], coarse.map { $0 * 1.0001 })]
            })
        let exact = try logits(
            of: folder(tiny) { [StoredTensor($0[0].name, shape: [50, 24], coarse)] + $0.dropFirst() })
        #expect(near.values == exact.values)
        #expect(
            near.remarks == [
                "FOLDER/model.safetensors: tensor 'lm_head.weight' is left out: in 16 bits it is the embedding table, to which "
                    + "config.json ties it"
            ])
        let differing = try with(table.map { $0 + 1 })
        var untied = tiny
        untied.tiesEmbeddings = false
        let expected = try logits(
            of: folder(untied) { tensors in
                tensors.filter { $0.name != "lm_head.weight" }
                    + [StoredTensor("lm_head.weight", shape: [50, 24], table.map { $0 + 1 })]
            })
        #expect(differing.values == expected.values && expected.values != tied.values)
        #expect(
            differing.remarks == [
                "FOLDER/model.safetensors: tensor 'lm_head.weight' is used as the output head: it differs from the embedding "
                    + "table, to which config.json ties it"
            ])
    }

    @Test
    func `Tensors that change nothing are left out and said, others are refused`() throws {
        let tiny = TinyModel()
        let plain = try logits(of: tiny.folder())
        let frequencies = (0..<2).map {
            StoredTensor("model.layers.\($0).self_attn.rotary_emb.inv_freq", shape: [2], [1, 0.01])
        }
        func bias(_ value: Float) -> StoredTensor {
            StoredTensor("model.layers.0.mlp.down_proj.bias", shape: [24], [Float](repeating: value, count: 24))
        }
        let more = try logits(of: folder(tiny) { $0 + frequencies + [bias(0)] })
        #expect(more.values == plain.values)
        #expect(
            more.remarks == [
                "FOLDER/model.safetensors: tensor 'model.layers.0.mlp.down_proj.bias' is left out: biases of zeros",
                "FOLDER/model.safetensors: tensor 'model.layers.0.self_attn.rotary_emb.inv_freq' and 1 more are left out: rotary "
                    + "frequencies, which follow from config.json",
            ])
        let refusal = try complaint { $0.append(bias(1e-3)) }
        #expect(refusal.contains("'model.layers.0.mlp.down_proj.bias' of shape [24], which"))
    }

    @Test(arguments: ["", "language_model.model.", "model.language_model.", "language_model."])
    func `A text model under other names is the same model`(base: String) throws {
        let tiny = TinyModel()
        let plain = try logits(of: tiny.folder())
        let head = base == "language_model.model." ? "language_model." : ""
        let other = try folder(tiny) { tensors in
            tensors.map { tensor in
                let name =
                    tensor.name.hasPrefix("model.")
                    ? base + tensor.name.dropFirst("model.".count) : head + tensor.name
                return StoredTensor(name, shape: tensor.shape, tensor.values)
            } + (base.isEmpty ? [] : [StoredTensor("vision_tower.patch.weight", shape: [2], [1, 2])])
        }
        let renamed = try logits(of: other)
        #expect(renamed.values == plain.values)
        #expect(renamed.remarks.count == 1)
        #expect(renamed.remarks[0].contains(base.isEmpty ? "a base model's, saved by itself" : "'\(base.prefix(8))"))
        #expect(base.isEmpty || renamed.remarks[0].hasSuffix("; left out are 1 of other parts"))
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

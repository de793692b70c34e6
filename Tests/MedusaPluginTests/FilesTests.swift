import Foundation
import LanguageModels
import MedusaPlugin
import ModelTestKit
import Speculation
import Testing

/// Folders that hold other heads, or not all of them, are refused for a reason; oddities are told.
struct FilesTests {
    private static func refusal(
        _ tensors: [StoredTensor] = MedusaFolder.official(),
        _ configuration: String = #"{"medusa_num_heads": 3, "medusa_num_layers": 1}"#
    ) throws -> String {
        try MedusaFolder(tensors: tensors, configuration: configuration).write().refusal()
    }

    @Test
    func `Sizes of another target are named`() throws {
        #expect(
            try Self.refusal(MedusaFolder.official(width: 16))
                == "HEADS/config.json: the heads were made for a target of width 16, and this one's is 24")
        #expect(
            try Self.refusal(MedusaFolder.official(vocabulary: 60))
                == "HEADS/config.json: the heads were made for a vocabulary of 60, and the target's has 50")
        #expect(
            try Self.refusal(MedusaFolder.official(), #"{"medusa_num_heads": 3, "vocab_size": 32000}"#)
                == "HEADS/config.json: the heads were made for a vocabulary of 32000, and the target's has 50")
    }

    @Test
    func `Numbers that contradict the tensors are named`() throws {
        #expect(
            try Self.refusal(MedusaFolder.official(), #"{"medusa_num_heads": 5}"#)
                == "HEADS/config.json: medusa_num_heads is 5, and the file holds 3 heads (at most 16 are read)")
        #expect(
            try Self.refusal(MedusaFolder.official(), #"{"medusa_num_layers": 2}"#)
                == "HEADS/config.json: medusa_num_layers is 2, and the file holds 1 residual blocks a head "
                + "(at most 8 are read)")
        #expect(
            try Self.refusal(MedusaFolder.official(blocks: 2), #"{"medusa_num_layers": 2000000000}"#)
                .contains("medusa_num_layers is 2000000000, and the file holds 2 residual blocks"))
        #expect(
            try Self.refusal(MedusaFolder.official(heads: 17), "{}").contains("the file holds 17 heads"))
    }

    @Test
    func `What is missing, misshapen or too much is named`() throws {
        let all = MedusaFolder.official()
        #expect(
            try Self.refusal(all.filter { $0.name != "1.0.linear.bias" })
                == "HEADS: tensor '1.0.linear.bias' of shape [24] is missing")
        #expect(
            try Self.refusal(all.filter { $0.name != "2.1.weight" })
                == "HEADS: head 2 has no rows that make logits, and head 0 has")
        #expect(
            try Self.refusal(
                all.filter { $0.name != "2.0.linear.weight" } + [MedusaFolder.tensor("2.0.linear.weight", [24, 12])]
            )
            .hasSuffix("tensor '2.0.linear.weight' has shape [24, 12], and the configuration asks for [24, 24]"))
        #expect(
            try Self.refusal(all + [MedusaFolder.tensor("7.0.linear.weight", [24, 24])])
                .contains("holds tensor '7.0.linear.weight'"))
    }

    @Test
    func `Other heads and variants are named for what they are`() throws {
        #expect(
            try Self.refusal([MedusaFolder.tensor("fc.weight", [24, 48])])
                == "HEADS: holds an EAGLE head, which draft policy 'eagle3' reads")
        #expect(
            try Self.refusal([MedusaFolder.tensor("anything", [2])])
                == "HEADS: holds no Medusa heads: there is no tensor '0.0.linear.weight'")
        #expect(
            try Self.refusal(MedusaFolder.official() + [MedusaFolder.tensor("token_map", [10])])
                == "HEADS/config.json: a 'token_map' from a part of the vocabulary is not read in Medusa heads")
        #expect(
            try Self.refusal(MedusaFolder.official(), #"{"logit_scale": 0.5}"#)
                == "HEADS/config.json: logit_scale 0.5 is not supported in Medusa heads")
    }

    @Test
    func `A folder without weights says what they may be called`() throws {
        let folders = try MedusaFolder(tensors: []).write()
        try folders.heads.remove("medusa_lm_head.safetensors")
        #expect(
            try folders.refusal()
                == "HEADS: holds no weights: neither medusa_lm_head.safetensors, medusa_lm_head.pt, model.safetensors nor "
                + "pytorch_model.bin, nor shards of one with or without an index")
        let bare = try MedusaFolder(tensors: MedusaFolder.official()).write()
        try bare.heads.remove("config.json")
        #expect(try bare.refusal().hasPrefix("HEADS/config.json: "))
    }

    /// A published configuration states two heads beside a file of five, of which the official code uses all.
    @Test
    func `More heads than are stated are used and told`() throws {
        let folders = try MedusaFolder(
            tensors: MedusaFolder.official(heads: 5), configuration: #"{"medusa_num_heads": 2}"#
        ).write()
        #expect(
            try folders.open().remarks == [
                "\(folders.heads.path): config.json states 2 heads, and the file holds 5: all are used"
            ])
    }

    @Test
    func `Numbers that are not finite are blamed on their tensor`() throws {
        let broken = StoredTensor("0.0.linear.bias", shape: [24], [Float](repeating: .infinity, count: 24))
        let folders = try MedusaFolder(
            tensors: MedusaFolder.official().filter { $0.name != broken.name } + [broken]
        ).write()
        let target = TransformerTarget(try Transformer(at: folders.target.url))
        let policy = try folders.open()
        var sequence = try target.begin(providing: policy.features)
        var session = try policy.begin(DraftBeginning())
        let features = try sequence.append([1, 2]).features
        try session.commit(Commitment(tokens: [1, 2], next: 3, features: features, round: nil))
        session.beginRound()
        let error = #expect(throws: ModelError.self) {
            _ = try session.expand(Frontier([0], width: 2), of: TokenTree(root: 3))
        }
        #expect(
            try #require(error).description.hasSuffix("tensor '0.0.linear.bias' holds numbers that are infinite or NaN")
        )
    }
}

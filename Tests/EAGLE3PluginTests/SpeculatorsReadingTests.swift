import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

/// Heads in speculators layout: switches load, other kinds are refused by name.
struct SpeculatorsReadingTests {
    /// An exported head with its configuration's text changed in one place, which must occur.
    private func changed(_ part: String, to other: String) throws -> HeadFolders {
        let exported = try TinyEAGLE3().folders().exported(in: .speculators)
        let text = try String(contentsOf: exported.head.file("config.json"), encoding: .utf8)
        try #require(text.contains(part), "\(part)")
        try exported.head.write(text.replacingOccurrences(of: part, with: other), to: "config.json")
        return exported
    }

    private func refusal(_ part: String, _ other: String) throws -> String {
        let sentence = try changed(part, to: other).refusal { _ = try $0.open() }
        #expect(sentence.hasPrefix("HEAD/config.json: "), "\(sentence)")
        return String(sentence.dropFirst("HEAD/config.json: ".count))
    }

    @Test(arguments: ["norm_before_residual", "norm_before_fc", "fc_norm", "norm_output"])
    func `A missing switch is off`(flag: String) throws {
        // The format's own configuration class takes a missing one for false, and so does null.
        _ = try changed("\"\(flag)\": false", to: "\"\(flag)\": null").open()
        _ = try changed("\"\(flag)\": false,", to: "").open()
    }

    @Test
    func `A switch without its tensors, and tensors without their switch, are refused by name`() throws {
        let missing = try changed("\"norm_before_fc\": false", to: "\"norm_before_fc\": true")
        #expect(
            try missing.refusal { _ = try $0.open() } == "HEAD: tensor 'input_norm.weight' of shape [72] is missing")
        let head = try ReferenceHead.named("fc_norm").folders()
        let text = try String(contentsOf: head.head.file("config.json"), encoding: .utf8)
        try head.head.write(text.replacingOccurrences(of: "\"fc_norm\"", with: "\"other\""), to: "config.json")
        #expect(
            try head.refusal { _ = try $0.open() }
                == "HEAD/model.safetensors: holds tensor 'fc_norm.0.weight' of shape [16] and 2 more, which this "
                + "architecture does not have")
        #expect(
            try refusal(
                "\"fc_norm\": false,\n  \"norm_before_fc\": false", "\"fc_norm\": true, \"norm_before_fc\": true")
                == "norm_before_fc and fc_norm exclude each other: features are normed together or layer by layer")
    }

    @Test
    func `Layers of another make are refused by name`() throws {
        let changes = [
            (
                "\"speculators_model_type\": \"eagle3\"", "\"speculators_model_type\": \"dflash\"",
                "speculators_model_type 'dflash' is not supported (supported: eagle3)"
            ),
            (
                "\"model_type\": \"llama\"", "\"model_type\": \"gemma\"",
                "transformer_layer_config.model_type 'gemma' is not supported (supported: llama, qwen3)"
            ),
            (
                "\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"",
                "transformer_layer_config.hidden_act 'gelu' is not supported (supported: silu)"
            ),
            (
                "\"mlp_bias\": false", "\"mlp_bias\": true",
                "transformer_layer_config.mlp_bias is a variant of EAGLE-3 that is not supported"
            ),
            (
                "\"use_cache\": true", "\"layer_types\": [\"chunked_attention\"]",
                "transformer_layer_config.layer_types 'chunked_attention' is not supported (supported: full_attention, "
                    + "sliding_attention)"
            ),
            (
                "\"use_cache\": true", "\"layer_types\": [\"sliding_attention\"]",
                "sliding_window is missing"
            ),
            (
                "\"use_cache\": true", "\"layer_types\": [\"full_attention\", \"full_attention\"]",
                "transformer_layer_config.layer_types names 2 layers, and the head has 1"
            ),
            (
                "\"use_cache\": true", "\"use_sliding_window\": true",
                "transformer_layer_config.use_sliding_window without layer_types does not say which layers slide"
            ),
            (
                "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 9",
                "num_hidden_layers is 9, and a head has 1 to 8"
            ),
            ("\"transformer_layer_config\"", "\"layer\"", "transformer_layer_config is missing"),
            (
                "\"vocab_size\": 50", "\"vocab_size\": 51",
                "the head was made for a vocabulary of 51, and the target's has 50; "
            ),
        ]
        for (part, other, expected) in changes { #expect(try refusal(part, other).hasPrefix(expected), "\(part)") }
    }

    @Test
    func `Layer ids count inputs, and without them the usual layers are read`() throws {
        func layers(_ head: HeadFolders) throws -> [Int]? { try head.open().policy().features?.layers }
        var tiny = TinyEAGLE3()
        tiny.extra["eagle_aux_hidden_state_layer_ids"] = "[1, 3, 7]"
        #expect(try layers(tiny.folders().exported(in: .speculators)) == [1, 3, 7])
        #expect(try layers(tiny.folders().exported(in: .sglang)) == [1, 3, 7])
        let list = "\"eagle_aux_hidden_state_layer_ids\": [\n    2,\n    4,\n    5\n  ]"
        #expect(try layers(changed(list, to: "\"eagle_aux_hidden_state_layer_ids\": null")) == [2, 4, 5])
        #expect(try layers(changed(list, to: "\"eagle_aux_hidden_state_layer_ids\": [3, 4, 6]")) == [3, 4, 6])
        // Whatever their order in the file, engines collect them in ascending order.
        #expect(try layers(changed(list, to: "\"eagle_aux_hidden_state_layer_ids\": [5, 4, 2]")) == [2, 4, 5])
        #expect(
            try refusal(list, "\"eagle_aux_hidden_state_layer_ids\": [2, 2, 5]")
                == "eagle_aux_hidden_state_layer_ids names a layer twice: a head reads each of its layers once")
        // The nested list is the other family's.
        let nested = "\"eagle_config\": {\"eagle_aux_hidden_state_layer_ids\": [0, 0, 0]}"
        #expect(try layers(changed(list, to: nested)) == [2, 4, 5])
    }
}

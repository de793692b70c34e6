import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

/// Heads in speculators layout: plain ones load, every variant is refused by name.
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
    func `A norm that a plain head does not have is refused by name`(flag: String) throws {
        #expect(
            try refusal("\"\(flag)\": false", "\"\(flag)\": true")
                == "\(flag) is a variant of EAGLE-3 that is not supported")
        // The format's own configuration class takes a missing one for false, and so does null.
        _ = try changed("\"\(flag)\": false", to: "\"\(flag)\": null").open()
        _ = try changed("\"\(flag)\": false,", to: "").open()
    }

    @Test
    func `The same key means another thing in the other family`() throws {
        var tiny = TinyEAGLE3()
        tiny.extra["norm_output"] = "true"
        _ = try tiny.folders().open()
        tiny.extra["norm_output"] = "false"
        #expect(
            try tiny.folders().refusal { _ = try $0.open() }
                == "HEAD/config.json: norm_output: false is a variant of EAGLE-3 that is not supported")
    }

    @Test
    func `Layers of another make are refused by name`() throws {
        let changes = [
            (
                "\"speculators_model_type\": \"eagle3\"", "\"speculators_model_type\": \"dflash\"",
                "speculators_model_type 'dflash' is not supported (supported: eagle3)"
            ),
            (
                "\"model_type\": \"llama\"", "\"model_type\": \"qwen3\"",
                "transformer_layer_config.model_type 'qwen3' is not supported (supported: llama)"
            ),
            (
                "\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"",
                "transformer_layer_config.hidden_act 'gelu' is not supported (supported: silu)"
            ),
            (
                "\"attention_bias\": false", "\"attention_bias\": true",
                "transformer_layer_config.attention_bias is a variant of EAGLE-3 that is not supported"
            ),
            (
                "\"mlp_bias\": false", "\"mlp_bias\": true",
                "transformer_layer_config.mlp_bias is a variant of EAGLE-3 that is not supported"
            ),
            (
                "\"use_cache\": true", "\"layer_types\": [\"sliding_attention\"]",
                "transformer_layer_config.layer_types other than full_attention are not supported"
            ),
            (
                "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 9",
                "num_hidden_layers is 9, and an EAGLE-3 head has 1 to 8"
            ),
            ("\"transformer_layer_config\"", "\"layer\"", "transformer_layer_config is missing"),
            (
                "\"vocab_size\": 50", "\"vocab_size\": 51",
                "the head was made for a vocabulary of 51, and the target's has 50"
            ),
        ]
        for (part, other, expected) in changes { #expect(try refusal(part, other) == expected) }
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
        // The nested list is the other family's.
        let nested = "\"eagle_config\": {\"eagle_aux_hidden_state_layer_ids\": [0, 0, 0]}"
        #expect(try layers(changed(list, to: nested)) == [2, 4, 5])
    }
}

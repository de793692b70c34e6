import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Tensors
import Testing
import Training

/// The `config.json` of each layout says what that layout's loader reads.
struct LayoutConfigurationTests {
    /// What all layouts say of the bundled head's layer.
    private static let layer = #"""
        "attention_bias": false, "bos_token_id": 0, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 256,
        "initializer_range": 0.02, "intermediate_size": 768, "max_position_embeddings": 1024, "mlp_bias": false,
        "model_type": "llama", "num_attention_heads": 4, "num_hidden_layers": 1, "num_key_value_heads": 2,
        "pad_token_id": 0, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "tie_word_embeddings": false,
        "torch_dtype": "bfloat16", "use_cache": true, "vocab_size": 4096
        """#

    private static let expected: [DraftLayout: String] = [
        .safeail: #"{"architectures": ["LlamaForCausalLMEagle3"], "draft_vocab_size": 2048, \#(layer)}"#,
        .sglang: #"""
        {"architectures": ["LlamaForCausalLMEagle3"], "draft_vocab_size": 2048, "head_dim": 64, \#(layer),
         "eagle_config": {"eagle_aux_hidden_state_layer_ids": [1, 3, 4], "use_aux_hidden_state": true}}
        """#,
        .speculators: #"""
        {"architectures": ["Eagle3Speculator"], "draft_vocab_size": 2048, "torch_dtype": "bfloat16",
         "tie_word_embeddings": false, "eagle_aux_hidden_state_layer_ids": [2, 4, 5], "embed_requires_grad": false,
         "fc_norm": false, "norm_before_fc": false, "norm_before_residual": false, "norm_output": false,
         "speculators_model_type": "eagle3", "speculators_version": "0.9.0",
         "speculators_config": {"algorithm": "eagle3", "default_proposal_method": "greedy", "proposal_methods": [
            {"proposal_type": "greedy", "speculative_tokens": 3, "verifier_accept_k": 1, "accept_tolerance": 0.0}],
            "verifier": {"architectures": ["LlamaForCausalLM"], "name_or_path": "TARGET"}},
         "transformer_layer_config": {"architectures": ["LlamaForCausalLM"], "head_dim": 64, \#(layer)}}
        """#,
    ]

    /// The value with the members of every object sorted.
    private func sorted(_ value: JSONValue) -> JSONValue {
        if let members = value.members {
            return .object(members.map { JSONMember($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
        }
        return value.array.map { .array($0.map(sorted)) } ?? value
    }

    @Test(arguments: DraftLayout.folders)
    func `The bundled head`(layout: DraftLayout) throws {
        let demo = try HeadFolders.demo()
        let exported = try demo.exported(in: layout, storing: .bfloat16)
        let text = try #require(Self.expected[layout]).replacingOccurrences(of: "TARGET", with: demo.target.path)
        let expected = sorted(try JSONValue(parsing: text))
        // Equality counts the order of members: the file's are sorted.
        #expect(try exported.configuration() == expected)
        let written = try String(contentsOf: exported.head.file("config.json"), encoding: .utf8)
        #expect(written == expected.indentedText + "\n")
    }

    @Test
    func `Other rotations, widths and layers are written where there are keys for them`() throws {
        var tiny = TinyEAGLE3()
        tiny.headWidth = 10
        tiny.extra = [
            "head_dim": "10", "eagle_aux_hidden_state_layer_ids": "[1, 3, 7]", "rope_theta": "500000",
            "rope_scaling": #"""
            {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
             "original_max_position_embeddings": 8192}
            """#, "eos_token_id": "[3, 4]", "max_position_embeddings": "100",
        ]
        let head = try tiny.folders()
        let scaling = try JSONValue(
            parsing: #"""
                {"factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
                 "original_max_position_embeddings": 8192, "rope_type": "llama3"}
                """#)
        let sglang = try head.exported(in: .sglang).configuration()
        let speculators = try head.exported(in: .speculators).configuration()
        #expect(
            sglang["eagle_config"]?["eagle_aux_hidden_state_layer_ids"]
                == .array([.integer(0), .integer(2), .integer(6)]))
        #expect(speculators["eagle_aux_hidden_state_layer_ids"] == .array([.integer(1), .integer(3), .integer(7)]))
        for layer in [sglang, try #require(speculators["transformer_layer_config"])] {
            #expect(layer["rope_scaling"] == scaling && layer["rope_theta"] == .real(500_000))
            #expect(layer["head_dim"] == .integer(10) && layer["torch_dtype"] == .string("float32"))
            #expect(layer["eos_token_id"] == .array([.integer(3), .integer(4)]))
            #expect(layer["max_position_embeddings"] == .integer(100))
            // Neither head nor target gives one.
            #expect(layer["bos_token_id"] == nil)
        }
        tiny.extra = ["rope_scaling": #"{"rope_type": "linear", "factor": 4}"#]
        tiny.headWidth = 6
        let linear = try tiny.folders()
        #expect(
            try linear.exported(in: .safeail).configuration()["rope_scaling"]
                == JSONValue(parsing: #"{"factor": 4.0, "type": "linear"}"#))
        #expect(
            try linear.exported(in: .sglang).configuration()["rope_scaling"]
                == JSONValue(parsing: #"{"factor": 4.0, "rope_type": "linear"}"#))
    }
}

import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// What `config.json` may say, in both spellings, and what it may not.
struct ModelConfigurationTests {
    private static let sizes = """
        "model_type": "llama", "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2,
        "num_attention_heads": 4, "vocab_size": 100, "max_position_embeddings": 4096
        """

    private func read(_ text: String, generation: String? = nil) throws -> ModelConfiguration {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "config.json")
        if let generation { try folder.write(generation, to: "generation_config.json") }
        return try ModelConfiguration(folder: folder.url)
    }

    private func complaint(_ text: String) throws -> String {
        let error = #expect(throws: ModelError.self) { try read(text) }
        let description = try #require(error).description
        let name = try #require(description.range(of: "/config.json: "))
        return String(description[name.upperBound...])
    }

    @Test
    func `The legacy and the newer spelling give equal configurations`() throws {
        let scaling = """
            "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 1024
            """
        let legacy = try read(
            """
            {\(Self.sizes), "torch_dtype": "bfloat16", "rope_theta": 500000.0,
             "rope_scaling": {"rope_type": "llama3", \(scaling)}}
            """)
        let modern = try read(
            """
            {\(Self.sizes), "dtype": "bfloat16",
             "rope_parameters": {"rope_type": "llama3", "rope_theta": 500000.0, \(scaling)}}
            """)
        #expect(legacy == modern)
        #expect(
            legacy.rope
                == RopeParameters(
                    theta: 500_000,
                    scaling: .llama3(factor: 8, lowFrequency: 1, highFrequency: 4, originalContext: 1024)))
        let linear = try read("{\(Self.sizes), \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}}")
        #expect(linear.rope == RopeParameters(theta: 10_000, scaling: .linear(factor: 2)))
        for plain in ["\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"default\"}", "\"x\": 1"] {
            #expect(try read("{\(Self.sizes), \(plain)}").rope == RopeParameters(theta: 10_000, scaling: .none))
        }
    }

    @Test
    func `What is left out has the default of the family`() throws {
        let llama = try read("{\(Self.sizes)}")
        #expect(llama.keyValueHeadCount == 4)
        #expect(llama.headWidth == 16)
        #expect(!llama.tiesEmbeddings)
        #expect(llama.endTokens.isEmpty)
        let qwen3 = try read("{\(Self.sizes.replacingOccurrences(of: "llama", with: "qwen3"))}")
        #expect(qwen3.headWidth == 128)
        #expect(qwen3.plan.layers.count == 2 && qwen3.plan.layers[0].attention.normalizesHeads)
        let qwen2 = try read("{\(Self.sizes.replacingOccurrences(of: "llama", with: "qwen2"))}")
        let attention = qwen2.plan.layers[1].attention
        #expect(attention.hasInputBias && !attention.hasOutputBias && attention.window == nil)
    }

    @Test
    func `End tokens may be one or several, from both files`() throws {
        #expect(try read("{\(Self.sizes), \"eos_token_id\": 7}").endTokens == [7])
        #expect(try read("{\(Self.sizes), \"eos_token_id\": [7, 9]}").endTokens == [7, 9])
        #expect(try read("{\(Self.sizes), \"eos_token_id\": null}").endTokens == [])
        #expect(
            try read("{\(Self.sizes), \"eos_token_id\": 7}", generation: "{\"eos_token_id\": [8, 7]}").endTokens
                == [7, 8])
        #expect(try complaint("{\(Self.sizes), \"eos_token_id\": \"</s>\"}").hasPrefix("eos_token_id must be "))
    }

    @Test(
        arguments: [
            "model_type", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size",
        ])
    func `A missing key is named`(key: String) throws {
        let text = "{\(Self.sizes.replacingOccurrences(of: "\"\(key)\"", with: "\"other\""))}"
        #expect(try complaint(text) == "\(key) is missing")
    }

    @Test(
        arguments: [
            ("\"hidden_size\": \"64\"", "hidden_size must be a positive integer"),
            ("\"hidden_size\": 0", "hidden_size must be a positive integer"),
            ("\"hidden_size\": -64", "hidden_size must be a positive integer"),
            ("\"hidden_size\": 64.5", "hidden_size must be a positive integer"),
            ("\"hidden_size\": 9223372036854775807", "hidden_size must be a positive integer"),
            ("\"hidden_size\": 64, \"rms_norm_eps\": \"x\"", "rms_norm_eps must be a positive number"),
            ("\"hidden_size\": 64, \"rms_norm_eps\": 1e300", "rms_norm_eps must be a positive number"),
            ("\"hidden_size\": 64, \"rms_norm_eps\": 1e-300", "rms_norm_eps must be a positive number"),
            ("\"hidden_size\": 64, \"rope_theta\": -1", "rope_theta must be a positive number"),
            ("\"hidden_size\": 64, \"rope_scaling\": 8", "rope_scaling must be an object, not an integer"),
            (
                "\"hidden_size\": 64, \"rope_scaling\": {\"rope_type\": \"mrope\"}",
                "rope type 'mrope' is not supported (supported: default, linear, llama3, dynamic, yarn, longrope)"
            ),
            ("\"hidden_size\": 64, \"rope_scaling\": {\"rope_type\": \"llama3\"}", "low_freq_factor is missing"),
            ("\"hidden_size\": 64, \"rope_scaling\": {\"rope_type\": \"linear\"}", "factor is missing"),
            (
                """
                "hidden_size": 64, "rope_scaling": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 4,
                "high_freq_factor": 4, "original_max_position_embeddings": 8}
                """, "low_freq_factor 4.0 must be less than high_freq_factor 4.0"
            ),
            (
                "\"hidden_size\": 64, \"partial_rotary_factor\": 0.2",
                "partial_rotary_factor 0.2 rotates 3 of a head's 16 columns, and RoPE rotates pairs"
            ),
            ("\"hidden_size\": 64, \"tie_word_embeddings\": 1", "tie_word_embeddings must be true or false"),
            (
                "\"hidden_size\": 64, \"num_key_value_heads\": 3",
                "num_attention_heads 4 is no multiple of num_key_value"
            ),
            ("\"hidden_size\": 64, \"head_dim\": 15", "head_dim 15 is odd, and RoPE rotates pairs"),
            ("\"hidden_size\": 3", "hidden_size 3 is too small for 4 heads"),
            ("\"hidden_size\": 64, \"hidden_act\": \"gelu\"", "hidden_act 'gelu' is not supported (supported: silu, "),
            ("\"hidden_size\": 64, \"use_sliding_window\": true", "use_sliding_window is not supported"),
            (
                "\"hidden_size\": 64, \"layer_types\": [\"sliding_attention\"]",
                "layer_types other than full_attention are not supported"
            ),
            ("\"hidden_size\": 64, \"attention_bias\": \"no\"", "attention_bias must be true or false"),
        ])
    func `An impossible value is refused with its key`(part: String, expected: String) throws {
        let found = try complaint("{\(Self.sizes.replacingOccurrences(of: "\"hidden_size\": 64", with: part))}")
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test
    func `Another architecture is refused with those that load`() throws {
        #expect(
            try complaint("{\(Self.sizes.replacingOccurrences(of: "llama", with: "gpt2"))}")
                == "model_type 'gpt2' is not supported (supported: llama, mistral, qwen2, qwen3, qwen3_moe, phi3, gemma2, gemma3_text)"
        )
    }

    @Test
    func `A file that is missing, a folder or no JSON says so`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("config.json").path
        func complaint() -> String? {
            (#expect(throws: ModelError.self) { try ModelConfiguration(folder: folder.url) })?.description
        }
        #expect(complaint() == "\(path): does not exist")
        try folder.write("{\"a\": 1", to: "config.json")
        #expect(complaint() == "\(path): is no valid JSON: 1:8: expected ',' or '}' after a member, found end of text")
        try folder.write("[]", to: "config.json")
        #expect(complaint() == "\(path): model_type is missing")
        try folder.remove("config.json")
        try FileManager.default.createDirectory(at: folder.file("config.json"), withIntermediateDirectories: true)
        #expect(complaint() == "\(path): cannot be read: is a directory")
    }
}

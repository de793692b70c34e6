import Foundation
import LanguageModels
import ModelTestKit
import Tensors
import Testing

/// What the families read of their layers, in older and newer files, and what they refuse.
struct LayerConfigurationTests {
    private static let sizes = """
        "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 4, "num_attention_heads": 4,
        "vocab_size": 100, "max_position_embeddings": 4096
        """

    private func read(_ type: String, _ members: String, sizes: String = sizes) throws -> ModelConfiguration {
        let folder = try TemporaryFolder()
        try folder.write("{\"model_type\": \"\(type)\", \(sizes), \(members)}", to: "config.json")
        return try ModelConfiguration(folder: folder.url)
    }

    private func complaint(_ type: String, _ members: String, sizes: String = sizes) throws -> String {
        let error = #expect(throws: ModelError.self) { try read(type, members, sizes: sizes) }
        let description = try #require(error).description
        #expect(!description.contains("\n"))
        return String(description[try #require(description.range(of: "/config.json: ")).upperBound...])
    }

    private func windows(_ configuration: ModelConfiguration) -> [Int?] {
        configuration.plan.layers.map(\.attention.window)
    }

    @Test
    func `A model of several parts is read as its text model, with what the whole says of it`() throws {
        let gemma = try read(
            "gemma3",
            """
            "eos_token_id": [1, 106], "text_config": {"model_type": "gemma3_text", "hidden_size": 2560,
            "intermediate_size": 10240, "num_hidden_layers": 34, "sliding_window": 1024,
            "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}
            """, sizes: "\"image_token_index\": 262144")
        #expect(gemma.container == "gemma3" && gemma.modelType == "gemma3_text")
        #expect(gemma.heads == AttentionHeads(count: 8, groups: 4, width: 256))
        #expect((gemma.vocabularySize, gemma.contextLimit) == (262_208, 131_072))
        #expect(gemma.endTokens == [1, 106] && gemma.tiesEmbeddings)
        let llava = try read(
            "llava", "\"tie_word_embeddings\": true, \"text_config\": {\"model_type\": \"llama\", \(Self.sizes)}",
            sizes: "\"vision_config\": {}")
        #expect(llava.container == "llava" && llava.hiddenSize == 64 && llava.tiesEmbeddings)
        #expect(try read("llama", "\"text_config\": {\"model_type\": \"qwen2\"}").container == nil)
    }

    @Test
    func `Older files of Gemma 3 say the same as newer ones`() throws {
        let common = "\"head_dim\": 16, \"sliding_window\": 512, \"query_pre_attn_scalar\": 256"
        let older = try read(
            "gemma3_text",
            """
            \(common), "sliding_window_pattern": 2, "rope_theta": 500000.0, "rope_local_base_freq": 5000.0,
            "rope_scaling": {"rope_type": "linear", "factor": 8.0}, "attn_logit_softcapping": null
            """)
        let newer = try read(
            "gemma3_text",
            """
            \(common), "layer_types": ["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
            "rope_parameters": {
                "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 500000.0},
                "sliding_attention": {"rope_type": "default", "rope_theta": 5000.0}}
            """)
        #expect(older == newer)
        #expect(windows(older) == [512, nil, 512, nil])
        #expect(older.tiesEmbeddings && older.plan.gainOffset == 1 && older.plan.embeddingScale == 8)
        #expect(older.rope == RopeParameters(theta: 500_000, scaling: .linear(factor: 8)))
        #expect(older.plan.layers[0].attention.rope == RopeParameters(theta: 5000, scaling: .none))
        #expect(older.plan.layers[0].attention.scale == 0.0625)
    }

    @Test
    func `What is left out differs from null`() throws {
        #expect(windows(try read("mistral", "\"x\": 1")) == [4096, 4096, 4096, 4096])
        #expect(windows(try read("mistral", "\"sliding_window\": null")) == [nil, nil, nil, nil])
        let gemma = try read("gemma2", "\"final_logit_softcapping\": null")
        #expect(gemma.plan.logitSoftCap == nil && gemma.plan.layers[0].attention.softCap == 50)
        #expect(windows(gemma) == [4096, nil, 4096, nil])
        #expect(gemma.headWidth == 256)
        #expect(try read("gemma3_text", "\"x\": 1").plan.logitSoftCap == nil)
    }

    @Test
    func `Windows of Qwen are switched on, and then upper layers have them`() throws {
        let off = "\"sliding_window\": 32, \"max_window_layers\": 1"
        #expect(windows(try read("qwen2", off)) == [nil, nil, nil, nil])
        #expect(windows(try read("qwen3", off + ", \"use_sliding_window\": true")) == [nil, 32, 32, 32])
        #expect(
            windows(
                try read(
                    "qwen2",
                    """
                    "use_sliding_window": true, "sliding_window": 32, "layer_types":
                    ["full_attention", "sliding_attention", "full_attention", "sliding_attention"]
                    """)) == [nil, 32, nil, 32])
    }

    @Test
    func `Experts are where step and list say`() throws {
        let experts = """
            "num_experts": 8, "num_experts_per_tok": 2, "moe_intermediate_size": 32, "norm_topk_prob": true
            """
        func kinds(_ members: String) throws -> [Bool] {
            try read("qwen3_moe", "\(experts), \(members)").plan.layers.map {
                if case .experts(let plan) = $0.feedForward {
                    #expect(plan.count == 8 && plan.expert.width == 32)
                    #expect(plan.choice == ExpertChoice(count: 2, sumsToOne: true))
                    return true
                }
                return false
            }
        }
        #expect(try kinds("\"x\": 1") == [true, true, true, true])
        #expect(try kinds("\"mlp_only_layers\": [0, 3]") == [false, true, true, false])
        #expect(try kinds("\"decoder_sparse_step\": 2, \"mlp_only_layers\": [1]") == [false, false, false, true])
    }

    @Test
    func `Kinds of rope are read with their defaults`() throws {
        let yarn = try read(
            "qwen3", "\"rope_scaling\": {\"type\": \"yarn\", \"original_max_position_embeddings\": 1024}")
        #expect(yarn.rope.scaling == .yarn(YarnScaling(factor: 4, originalContext: 1024)))
        let stated = try read(
            "llama",
            """
            "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 512,
                "beta_fast": 16, "beta_slow": 2, "truncate": false, "attention_factor": 1.5}
            """)
        #expect(
            stated.rope.scaling
                == .yarn(
                    YarnScaling(
                        factor: 8, originalContext: 512, mostTurns: 16, fewestTurns: 2, roundsBounds: false,
                        magnitude: 1.5)))
        let dynamic = try read("llama", "\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2.0}")
        #expect(dynamic.rope.scaling == .dynamic(factor: 2, originalContext: 4096))
        #expect(dynamic.contextLimit == 8192)
        let numbers = { (first: Int) in "[" + (first..<first + 6).map { "\($0)" }.joined(separator: ", ") + "]" }
        func longrope(_ context: Int) throws -> ModelConfiguration {
            try read(
                "phi3",
                """
                "partial_rotary_factor": 0.75, "original_max_position_embeddings": \(context), "rope_scaling":
                {"type": "su", "short_factor": \(numbers(1)), "long_factor": \(numbers(11))}
                """)
        }
        let (long, short) = (try longrope(512), try longrope(4096))
        let magnitude = (1 + log(8.0) / log(512.0)).squareRoot()
        func scaling(_ divisors: [Double]?, _ context: Int, _ magnitude: Double) -> RopeParameters.Scaling {
            .longrope(
                LongropeScaling(
                    short: [1, 2, 3, 4, 5, 6], long: divisors, originalContext: context, magnitude: magnitude))
        }
        #expect(long.rope.scaling == scaling([11, 12, 13, 14, 15, 16], 512, magnitude))
        #expect(short.rope.scaling == scaling(nil, 4096, 1))
        #expect(long.rope.rotatedShare == 0.75)
    }

    private static let factors = "\"short_factor\": [1, 2], \"long_factor\": [1, 2, 3, 4, 5, 6, 7, 8]"

    @Test(
        arguments: [
            ("mistral", "\"sliding_window\": 0", "sliding_window must be a positive integer"),
            ("mistral", "\"sliding_window\": -3", "sliding_window must be a positive integer"),
            ("qwen2", "\"layer_types\": [\"full_attention\"]", "layer_types has 1 entry, and num_hidden_layers is 4"),
            (
                "qwen3", "\"layer_types\": [\"chunked_attention\"]",
                "layer_types 'chunked_attention' is not supported (supported: full_attention, sliding_attention)"
            ),
            (
                "qwen3", "\"layer_types\": \(String(describing: Array(repeating: "sliding_attention", count: 4)))",
                "layer_types asks for sliding_attention, and sliding_window is switched off"
            ),
            ("qwen2", "\"max_window_layers\": -1", "max_window_layers must be an integer that is not negative"),
            ("mistral", "\"hidden_act\": \"relu\"", "hidden_act 'relu' is not supported (supported: silu, "),
            ("gemma3_text", "\"hidden_activation\": \"gelu\"", "hidden_activation 'gelu' is not supported"),
            ("gemma2", "\"attn_logit_softcapping\": 0", "attn_logit_softcapping must be a positive number"),
            ("gemma2", "\"query_pre_attn_scalar\": \"x\"", "query_pre_attn_scalar must be a positive number"),
            ("gemma3_text", "\"attn_logit_softcapping\": 50", "attn_logit_softcapping is not supported"),
            ("gemma3_text", "\"use_bidirectional_attention\": true", "use_bidirectional_attention is not supported"),
            ("gemma3_text", "\"sliding_window_pattern\": 0", "sliding_window_pattern must be a positive integer"),
            ("phi3", "\"rope_scaling\": {\"type\": \"longrope\"}", "short_factor is missing"),
            (
                "phi3", "\"rope_scaling\": {\"type\": \"longrope\", \(factors)}",
                "short_factor has 2 numbers, and 8 pairs of a head's columns are rotated"
            ),
            (
                "phi3", "\"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1, 0]}",
                "short_factor must be a list of positive numbers"
            ),
            ("phi3", "\"partial_rotary_factor\": 1.5", "partial_rotary_factor 1.5 exceeds 1"),
            ("phi3", "\"partial_rotary_factor\": 1e-9", "partial_rotary_factor 1e-09 rotates 0 of a head's 16 columns"),
            ("llama", "\"rope_scaling\": {\"type\": \"dynamic\"}", "factor is missing"),
            (
                "llama", "\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 0.5}",
                "factor 0.5 of a dynamic rope must be at least 1"
            ),
            (
                "llama", "\"head_dim\": 2, \"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2}",
                "a dynamic rope needs more than 2 rotated columns"
            ),
            (
                "llama", "\"rope_theta\": 1, \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 2}",
                "rope_theta 1.0 of a yarn rope must be more than 1"
            ),
            ("llama", "\"head_dim\": 2147483646", "num_attention_heads 4 of head_dim 2147483646 are too large"),
        ])
    func `An impossible value is refused with its key`(type: String, members: String, expected: String) throws {
        let found = try complaint(type, members)
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test(
        arguments: [
            ("\"num_experts\": 4", "num_experts_per_tok is missing"),
            ("\"num_experts\": 4, \"num_experts_per_tok\": 5", "num_experts_per_tok 5 exceeds num_experts 4"),
            ("\"num_experts\": 0, \"num_experts_per_tok\": 1", "num_experts must be a positive integer"),
            ("\"num_experts\": 9999999999, \"num_experts_per_tok\": 1", "num_experts must be a positive integer"),
            ("\"num_experts\": 4, \"num_experts_per_tok\": 0", "num_experts_per_tok must be a positive integer"),
            (
                "\"num_local_experts\": 4, \"num_experts_per_tok\": 6",
                "num_experts_per_tok 6 exceeds num_local_experts 4"
            ),
            ("\"num_experts\": 4, \"num_experts_per_tok\": 2", "moe_intermediate_size is missing"),
            (
                "\"num_experts\": 4, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 8, \"mlp_only_layers\": [4]",
                "mlp_only_layers names layer 4, and there are layers 0 to 3"
            ),
            (
                "\"num_experts\": 4, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 8, \"decoder_sparse_step\": 0",
                "decoder_sparse_step must be a positive integer"
            ),
        ])
    func `Impossible experts are refused`(members: String, expected: String) throws {
        let found = try complaint("qwen3_moe", members)
        #expect(found.hasPrefix(expected), "\(found)")
    }

    @Test
    func `A number of layers that no model has is refused before it sizes anything`() throws {
        let many = Self.sizes.replacingOccurrences(of: "_layers\": 4", with: "_layers\": 2000000000")
        #expect(try complaint("llama", "\"x\": 1", sizes: many) == "num_hidden_layers 2000000000 exceeds 4096")
    }
}

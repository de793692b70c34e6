import LanguageModels
import ModelTestKit
import Testing
import Training

/// What a layout's loader would misread is not written in that layout.
struct ExpressibilityTests {
    private func refusal(_ layout: DraftLayout, _ change: (inout TinyEAGLE3) -> Void) throws -> String {
        var tiny = TinyEAGLE3()
        change(&tiny)
        let prefix = "HEAD: cannot be stored in layout '\(layout.rawValue)': "
        let sentence = try tiny.folders().refusal { _ = try $0.exported(in: layout) }
        #expect(sentence.hasPrefix(prefix), "\(sentence)")
        return String(sentence.dropFirst(prefix.count))
    }

    @Test
    func `SafeAILab's layout has no word for layers and widths`() throws {
        #expect(
            try refusal(.safeail) { $0.extra["eagle_aux_hidden_state_layer_ids"] = "[1, 4, 5]" }
                == "the official code always reads layers [2, 4, 5] of this target, and the head reads layers [1, 4, 5]"
        )
        for (count, layers) in [(3, [2, 1, 0]), (4, [2, 2, 1]), (5, [2, 2, 2]), (6, [2, 3, 3])] {
            #expect(
                try refusal(.safeail) { $0.target.layerCount = count }
                    == "the official code reads layers 2, L/2 and L − 3, and in a target of \(count) layers these are "
                    + "\(layers), not three in ascending order")
        }
        #expect(
            try refusal(.safeail) { $0.headWidth = 10 }
                == "the official code has no head_dim: it would split 24 columns over 4 heads, and the head's are 10 wide"
        )
    }

    @Test
    func `SafeAILab's code knows one way of stretching positions`() throws {
        let llama3 = #"""
            {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
             "original_max_position_embeddings": 8192}
            """#
        #expect(
            try refusal(.safeail) { $0.extra["rope_scaling"] = llama3 }
                == "the official code knows rope_scaling 'linear' and no 'llama3'")
        let linear = #"{"rope_type": "linear", "factor": 2}"#
        #expect(
            try refusal(.safeail) { $0.extra = ["rope_scaling": linear, "rope_theta": "500000"] }
                == "the official code ignores rope_theta where rope_scaling is given, and the head's is 500000.0")
        #expect(
            try refusal(.safeail) { $0.extra["rope_scaling"] = #"{"rope_type": "linear", "factor": 0.5}"# }
                == "the official code takes rope_scaling factors above 1 only, and this is 0.5")
    }

    @Test
    func `SGLang reads outputs of three layers and the target's table`() throws {
        #expect(
            try refusal(.sglang) { $0.extra["eagle_aux_hidden_state_layer_ids"] = "[0, 4, 5]" }
                == "SGLang counts outputs of layers, and the head reads the input of layer 0")
        #expect(
            try refusal(.sglang) {
                $0.layerCount = 2
                $0.extra["eagle_aux_hidden_state_layer_ids"] = "[4, 5]"
            } == "SGLang reads three layers, and the head reads 2")
        #expect(
            try refusal(.sglang) { $0.embedding = .own }
                == "SGLang puts the target's embedding table in the place of any of the same width, and the head has a "
                + "table of its own")
    }
}

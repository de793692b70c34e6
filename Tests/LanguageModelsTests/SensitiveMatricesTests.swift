import LanguageModels
import Testing

/// Which matrices 4-bit copies keep in more bits.
struct SensitiveMatricesTests {
    private func sensitive(layers: Int) -> SensitiveMatrices {
        SensitiveMatrices(among: (0..<layers).map { "model.layers.\($0).input_layernorm.weight" })
    }

    /// The layers are those that llama-quantize chose for Q4_K_M of a model of 30 layers.
    @Test
    func `Values and the ends of networks are those of llama.cpp's Q4_K_M`() {
        let known: Set = [0, 1, 2, 5, 8, 11, 14, 17, 20, 23, 26, 27, 28, 29]
        let model = sensitive(layers: 30)
        for layer in 0..<30 {
            for part in ["self_attn.v_proj", "mlp.down_proj", "mlp.experts.7.down_proj"] {
                let name = "model.layers.\(layer).\(part).weight"
                #expect(model.contains(name) == known.contains(layer), "\(name)")
            }
            for part in ["self_attn.q_proj", "self_attn.o_proj", "mlp.up_proj", "mlp.gate"] {
                #expect(!model.contains("model.layers.\(layer).\(part).weight"))
            }
        }
    }

    @Test
    func `Of fused projections the values are, and the output head always`() {
        let model = sensitive(layers: 8)
        let fused = "model.layers.0.self_attn.qkv_proj.weight"
        #expect((0..<3).map { model.contains(fused, part: $0) } == [false, false, true])
        #expect(!model.contains("model.layers.0.mlp.gate_up_proj.weight", part: 1))
        for name in ["lm_head.weight", "language_model.lm_head.weight", "model.embed_tokens.weight"] {
            #expect(model.contains(name))
        }
    }

    @Test
    func `Names without a layer's number, or with an absurd one, count layers of none`() {
        let names = ["layers.99999999999999999999.x", "layers.9999999.x", "layers", "layers.-1.x"]
        let model = SensitiveMatrices(among: names)
        #expect(model.contains("midlayer.mlp.down_proj.weight") && !model.contains("midlayer.mlp.up_proj.weight"))
        #expect(model.contains("model.layers.3.mlp.down_proj.weight"))
    }
}

import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Weights that other tools packed into few bits are named for what they are.
struct WeightPackingTests {
    private func complaint(_ members: String, _ more: [StoredTensor] = [], file: String? = nil) throws -> String {
        var tiny = TinyModel()
        if !members.isEmpty { tiny.extraConfiguration = [members] }
        let folder = try tiny.folder()
        if !more.isEmpty { try folder.write(SafetensorsBytes(tiny.tensors + more).data, to: "model.safetensors") }
        if let file { try folder.write(#"{"bits": 4}"#, to: file) }
        let error = #expect(throws: ModelError.self) { try Transformer(at: folder.url) }
        return (error?.description ?? "").replacing(folder.path + "/", with: "")
    }

    @Test(arguments: [
        (#"{"quant_method": "gptq", "bits": 4, "group_size": 128}"#, "GPTQ (4 bits)"),
        (#"{"quant_method": "awq", "bits": 4, "group_size": 64, "zero_point": true}"#, "AWQ (4 bits)"),
        (#"{"quant_method": "bitsandbytes", "load_in_4bit": true}"#, "bitsandbytes (4 bits)"),
        (#"{"load_in_8bit": true}"#, "bitsandbytes (8 bits)"),
        (#"{"quant_method": "fp8", "weight_block_size": [128, 128]}"#, "FP8"),
        (#"{"quant_method": "compressed-tensors", "config_groups": {}}"#, "compressed-tensors"),
        (#"{"quant_method": "newest"}"#, "'newest'"),
        (#"{"bits": 3, "group_size": 128, "desc_act": false}"#, "GPTQ (3 bits)"),
        (#"{"w_bit": 4, "q_group_size": 128, "version": "GEMM"}"#, "AWQ (4 bits)"),
        (#"{"bits": 6}"#, "a method that it does not name (6 bits)"),
    ])
    func `The configuration tells`(section: String, name: String) throws {
        #expect(
            try complaint("\"quantization_config\": \(section)")
                == "config.json: the weights are quantised with \(name), which is not read: use a GGUF file of this model, an "
                + "MLX folder, or the unquantised folder that it was made from")
    }

    @Test(arguments: [("quantize_config.json", "GPTQ (4 bits)"), ("quant_config.json", "AWQ (4 bits)")])
    func `A file beside it tells`(file: String, name: String) throws {
        #expect(try complaint("", file: file).hasPrefix("\(file): the weights are quantised with \(name), which"))
    }

    @Test(arguments: [
        ("qweight", "GPTQ or AWQ"), ("weight.absmax", "bitsandbytes"), ("weight_scale_inv", "FP8"),
        ("weight_packed", "compressed-tensors"),
    ])
    func `Tensors' names tell where no configuration does`(ending: String, name: String) throws {
        let tensor = StoredTensor("model.layers.0.self_attn.q_proj.\(ending)", shape: [2], [1, 2])
        #expect(
            try complaint("", [tensor]).hasPrefix("model.safetensors: the weights are quantised with \(name), which"))
    }

    @Test(arguments: [
        (#"{"group_size": 64, "bits": 7}"#, "MLX's quantization to 7 bits is not read (read: 2, 3, 4, 5, 6, 8)"),
        (#"{"group_size": 48, "bits": 4}"#, "MLX's group_size 48 is not read (read: 32, 64, 128)"),
        (
            #"{"group_size": 32, "bits": 4, "mode": "mxfp4"}"#,
            "MLX's quantization mode 'mxfp4' (4-bit floating point with a power of two for each 32 numbers) is not read (read: "
                + "affine, whole numbers with a scale and a bias): use a GGUF file of this model, or convert the unquantised one "
                + "with mlx_lm.convert --q-mode affine"
        ),
        (
            #"{"group_size": 32, "bits": 4, "lm_head": {"group_size": 32, "bits": 1}}"#,
            "MLX's quantization to 1 bits is not read (read: 2, 3, 4, 5, 6, 8)"
        ),
    ])
    func `What MLX packs in another way is refused`(section: String, problem: String) throws {
        #expect(try complaint("\"quantization\": \(section)") == "config.json: \(problem)")
    }
}

import Foundation
import JSON
import LanguageModels

/// The `config.json` of an EAGLE-3 head, in either of the two families of layouts.
///
/// SafeAILab's and SpecForge's files are flat. A speculators file keeps the layer's own sizes in a section and the
/// head's beside it, and gives some keys another meaning; those are told apart here and nowhere else.
struct EAGLE3ConfigurationFile: Sendable {
    /// The keys about the head: its vocabulary, the target's width, the layers that it reads.
    let head: ConfigurationReader

    /// The keys about its layer: widths, heads, positions.
    let layer: ConfigurationReader

    /// The layer's keys as written, for those that are passed on and not understood.
    let layerValue: JSONValue

    private let isSpeculators: Bool

    private static let layerKey = "transformer_layer_config"

    /// Opens the file of a head's folder.
    ///
    /// - Throws: `ModelError` if it is missing or damaged, or of a variant that would load and draft nonsense.
    init(folder: URL) throws {
        let file = folder.appendingPathComponent("config.json")
        let value = try ModelFile.json(file)
        head = ConfigurationReader(file: file.path, value: value)
        isSpeculators = head.has("speculators_model_type")
        if isSpeculators {
            guard let section = try head.section(Self.layerKey), let sectionValue = value[Self.layerKey] else {
                throw head.error("\(Self.layerKey) is missing")
            }
            layer = section
            layerValue = sectionValue
            try refuseSpeculatorsVariants()
        } else {
            layer = head
            layerValue = value
            try refuseVariants()
        }
        try refuseLayerVariants()
    }

    /// Which layers' inputs the head reads.
    ///
    /// Two conventions exist. The nested list counts a layer's *output*, one less than the input of the next; the
    /// top-level list counts inputs. Without a list both mean the inputs of layers 2, L/2 and L − 3.
    func featureLayers(layerCount: Int) throws -> [Int] {
        let key = "eagle_aux_hidden_state_layer_ids"
        let layers: [Int]
        if !isSpeculators, let nested = try head.section("eagle_config")?.integers(key) {
            // Any integer may stand in the file; the largest stays what it is and is refused below.
            layers = nested.map { $0 == .max ? $0 : $0 + 1 }
        } else {
            layers = try head.integers(key) ?? EAGLE3Configuration.usualFeatureLayers(of: layerCount)
        }
        guard !layers.isEmpty, layers.allSatisfy({ $0 >= 0 && $0 <= layerCount }) else {
            throw head.error("the feature layers \(layers) do not exist in a target of \(layerCount) layers")
        }
        return layers
    }

    /// How many decoder layers the head has: one, or as many as a file says, within reason.
    func layerCount() throws -> Int {
        let count = try layer.optionalSize("num_hidden_layers") ?? 1
        guard count <= EAGLE3Configuration.mostLayers else {
            throw layer.error(
                "num_hidden_layers is \(count), and an EAGLE-3 head has 1 to \(EAGLE3Configuration.mostLayers)")
        }
        return count
    }

    private func refuseVariants() throws {
        try refuseFlags(["norm_before_residual", "norm_before_fc", "fc_norm"])
        // Here the key tells whether there is a norm before the output head at all.
        if try !head.flag("norm_output", default: true) {
            throw head.error("norm_output: false is a variant of EAGLE-3 that is not supported")
        }
    }

    private func refuseSpeculatorsVariants() throws {
        let kind = try head.text("speculators_model_type")
        guard kind == "eagle3" else {
            throw head.error("speculators_model_type '\(kind)' is not supported (supported: eagle3)")
        }
        // Here norm_output tells whether the next step gets the state after the final norm, and all four are false
        // unless given, as the format's own configuration class has it.
        try refuseFlags(["norm_before_residual", "norm_before_fc", "fc_norm", "norm_output"])
    }

    private func refuseFlags(_ flags: [String]) throws {
        for flag in flags where try head.flag(flag, default: false) {
            throw head.error("\(flag) is a variant of EAGLE-3 that is not supported")
        }
    }

    private func refuseLayerVariants() throws {
        guard isSpeculators else { return }
        // Elsewhere the type is the target's or a habit; here it says what the layer is made of.
        let type = try layer.optionalText("model_type") ?? "llama"
        guard type == "llama" else {
            throw layer.error("\(Self.layerKey).model_type '\(type)' is not supported (supported: llama)")
        }
        let activation = try layer.optionalText("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw layer.error("\(Self.layerKey).hidden_act '\(activation)' is not supported (supported: silu)")
        }
        for flag in ["attention_bias", "mlp_bias", "use_sliding_window"] where try layer.flag(flag, default: false) {
            throw layer.error("\(Self.layerKey).\(flag) is a variant of EAGLE-3 that is not supported")
        }
        guard try layer.texts("layer_types").allSatisfy({ $0 == "full_attention" }) else {
            throw layer.error("\(Self.layerKey).layer_types other than full_attention are not supported")
        }
    }
}

import Foundation
import JSON
import LanguageModels
import Speculation

/// The `config.json` of an EAGLE head, in either of the two families of layouts.
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

    /// Whether the keys are those of a GGUF file in other words.
    let isGGUF: Bool

    private let isSpeculators: Bool

    private static let layerKey = "transformer_layer_config"

    /// Opens the file of a head's folder.
    ///
    /// - Throws: `ModelError` if it is missing or damaged, or of a kind that would load and draft nonsense.
    init(folder: URL) throws {
        let file = folder.appendingPathComponent("config.json")
        let value = try ModelFile.json(file)
        head = ConfigurationReader(file: file.path, value: value)
        isGGUF = false
        isSpeculators = head.has("speculators_model_type")
        if isSpeculators {
            guard let section = try head.section(Self.layerKey), let sectionValue = value[Self.layerKey] else {
                throw head.error("\(Self.layerKey) is missing")
            }
            layer = section
            layerValue = sectionValue
        } else {
            layer = head
            layerValue = value
        }
        try refuseOtherKinds()
    }

    /// The keys of a GGUF file in the words of a flat `config.json`.
    init(of file: String, _ value: JSONValue) {
        head = ConfigurationReader(file: file, value: value)
        (layer, layerValue) = (head, value)
        (isGGUF, isSpeculators) = (true, false)
    }

    /// Which layers' inputs the head reads.
    ///
    /// Two conventions exist. The nested list counts a layer's *output*, one less than the input of the next; the
    /// top-level list counts inputs. Without a list both mean the inputs of layers 2, L/2 and L − 3. Whatever their order in
    /// the file, engines collect them in ascending order.
    func featureLayers(layerCount: Int) throws -> [Int] {
        let stated = try statedFeatureLayers()
        let layers = stated ?? EAGLE3Configuration.usualFeatureLayers(of: layerCount)
        guard !layers.isEmpty, layers.allSatisfy({ $0 >= 0 && $0 <= layerCount }) else {
            throw head.error("the feature layers \(layers) do not exist in a target of \(layerCount.counting("layer"))")
        }
        guard stated == nil || Set(layers).count == layers.count else {
            throw head.error("\(Self.layersKey) names a layer twice: a head reads each of its layers once")
        }
        return layers.sorted()
    }

    /// The layers whose inputs the head reads as the file states them; nil where it does not.
    func statedFeatureLayers() throws -> [Int]? {
        guard !isSpeculators, let nested = try head.section("eagle_config")?.integers(Self.layersKey) else {
            return try head.integers(Self.layersKey)
        }
        // Any integer may stand in the file; the largest stays what it is and is refused where it is used.
        return nested.map { $0 == .max ? $0 : $0 + 1 }
    }

    private static let layersKey = "eagle_aux_hidden_state_layer_ids"

    /// What the file says that the head was made for; only speculators' files say it.
    func verifierName() throws -> String? {
        try head.section("speculators_config")?.section("verifier")?.optionalText("name_or_path")
    }

    /// How many decoder layers the head has: one, or as many as a file says, within reason.
    func layerCount() throws -> Int {
        let count = try layer.optionalSize("num_hidden_layers") ?? 1
        guard count <= EAGLE3Configuration.mostLayers else {
            throw layer.error(
                "num_hidden_layers is \(count), and a head has 1 to \(EAGLE3Configuration.mostLayers)")
        }
        return count
    }

    /// The switches about norms.
    ///
    /// A missing one is off, as the formats' own configuration classes have it; only SpecForge's
    /// `norm_output` is on.
    ///
    /// - Throws: `ModelError` for a combination that no trainer knows.
    func norms() throws -> EAGLE3Norms {
        var norms = EAGLE3Norms()
        norms.isResidualNormed = try head.flag("norm_before_residual", default: false)
        let (joins, each) = try (head.flag("norm_before_fc", default: false), head.flag("fc_norm", default: false))
        guard !joins || !each else {
            throw head.error(
                "norm_before_fc and fc_norm exclude each other: features are normed together or layer by layer")
        }
        norms.features = joins ? .joined : each ? .each : .none
        if isSpeculators {
            // Here the key tells whether the next step gets the state after the final norm.
            norms.output = try head.flag("norm_output", default: false) ? .beforeStates : .beforeLogits
        } else {
            // Here the key tells whether there is a norm before the output head at all.
            norms.output = try head.flag("norm_output", default: true) ? .beforeLogits : .unused
        }
        return norms
    }

    /// How many rows the rows of each layer see at most: nil for all.
    ///
    /// Only speculators' files mean their windows; elsewhere
    /// such keys are the target's.
    ///
    /// - Throws: `ModelError` for a kind of layer that is not known, or a window without a size.
    func windows(layerCount: Int) throws -> [Int?] {
        let all = [Int?](repeating: nil, count: layerCount)
        guard isSpeculators else { return all }
        guard layer.has("layer_types") else {
            if try layer.flag("use_sliding_window", default: false) {
                throw layer.error(
                    "\(Self.layerKey).use_sliding_window without layer_types does not say which layers slide")
            }
            return all
        }
        let types = try layer.texts("layer_types")
        guard types.count == layerCount else {
            throw layer.error(
                "\(Self.layerKey).layer_types names \(types.count.counting("layer")), and the head has \(layerCount)")
        }
        return try types.map { type in
            switch type {
            case "full_attention": return nil
            case "sliding_attention": return try layer.size("sliding_window")
            default:
                throw layer.error(
                    "\(Self.layerKey).layer_types '\(type)' is not supported (supported: full_attention, "
                        + "sliding_attention)")
            }
        }
    }

    /// Whether each head's queries and keys are normalized; nil where the file does not say.
    func hasHeadNorms() throws -> Bool? {
        isSpeculators ? try layer.optionalText("model_type").map { $0 == "qwen3" } : nil
    }

    /// Whether the projections around attention have biases; nil where the file does not say.
    func hasAttentionBias() throws -> Bool? {
        isSpeculators ? try layer.flag("attention_bias", default: false) : nil
    }

    private func refuseOtherKinds() throws {
        guard isSpeculators else { return }
        let kind = try head.text("speculators_model_type")
        guard kind == "eagle3" else {
            throw head.error("speculators_model_type '\(kind)' is not supported (supported: eagle3)")
        }
        // Elsewhere the type is the target's or a habit; here it says what the layer is made of.
        let type = try layer.optionalText("model_type") ?? "llama"
        guard ["llama", "qwen3"].contains(type) else {
            throw layer.error("\(Self.layerKey).model_type '\(type)' is not supported (supported: llama, qwen3)")
        }
        let activation = try layer.optionalText("hidden_act") ?? "silu"
        guard activation == "silu" else {
            throw layer.error("\(Self.layerKey).hidden_act '\(activation)' is not supported (supported: silu)")
        }
        guard try !layer.flag("mlp_bias", default: false) else {
            throw layer.error("\(Self.layerKey).mlp_bias is a variant of EAGLE-3 that is not supported")
        }
    }
}

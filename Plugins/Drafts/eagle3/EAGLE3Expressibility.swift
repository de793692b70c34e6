import LanguageModels
import Speculation
import Training

/// Tells why a layout, as its loader reads it, cannot express a head.
///
/// Each of these would load elsewhere without a word and draft nonsense.
struct EAGLE3Expressibility {
    private let head: EAGLE3Head
    private let layout: DraftLayout
    private var configuration: EAGLE3Configuration { head.configuration }

    init(_ head: EAGLE3Head, in layout: DraftLayout) {
        self.head = head
        self.layout = layout
    }

    /// Throws: `ModelError` that names the head's folder, the layout, and what does not fit.
    func check() throws(ModelError) {
        guard let objection else { return }
        throw head.checkpoint.error("cannot be stored in layout '\(layout.rawValue)': \(objection)")
    }

    /// What does not fit; nil where everything does.
    var objection: String? {
        if configuration.generation != .third && layout != .safeail {
            return "it holds EAGLE-3 heads, and this is \(configuration.generation.name)"
        }
        if layout != .speculators && configuration.layerCount > 1 {
            return "its loader knows heads of one layer, and this has \(configuration.layerCount)"
        }
        if case .longrope = configuration.rope.scaling, !layout.isGGUF {
            return "it has no word for divisors of single frequencies"
        }
        if layout != .speculators, !layout.isGGUF, let beyond = beyondFlatLayouts {
            return "its loader has no word for \(beyond), and would draft otherwise"
        }
        return switch layout {
        case .safeail: objectionToSafeAILab
        case .sglang: objectionToSGLang
        case .speculators: objectionToSpeculators
        case .gguf, .ggufWithEmbedding: objectionToLlamaCpp
        case .huggingFace: "a head is no model of its own"
        }
    }

    /// A switch of the head that flat files cannot tell their loaders of; nil if there is none.
    private var beyondFlatLayouts: String? {
        let norms = configuration.norms
        if norms.isResidualNormed { return "norm_before_residual" }
        if norms.features == .joined { return "norm_before_fc" }
        if norms.output == .beforeStates { return "speculators' norm_output" }
        if configuration.windows.contains(where: { $0 != nil }) { return "sliding_window" }
        if configuration.generation != .third { return nil }
        if configuration.hasHeadNorms { return "norms of queries and keys" }
        return configuration.hasInputBias || configuration.hasOutputBias ? "attention_bias" : nil
    }

    private var objectionToSpeculators: String? {
        if configuration.norms.output == .unused {
            return
                "there is no word for an output head without a norm before it (norm_output: false in SpecForge's files)"
        }
        if configuration.hasInputBias != configuration.hasOutputBias {
            return "attention_bias is of all projections or none, and this head has some"
        }
        return nil
    }

    /// The official code has no keys for layers, head widths, or a base beside a scaling.
    private var objectionToSafeAILab: String? {
        if configuration.generation == .third {
            if let switched = configuration.norms.switches.first { return "the official code knows no \(switched)" }
            if let objection = objectionToLayers { return objection }
        }
        if configuration.headWidth * configuration.headCount != configuration.hiddenSize {
            return "the official code has no head_dim: it would split \(configuration.hiddenSize) columns over "
                + "\(configuration.headCount.counting("head")), and the head's are \(configuration.headWidth) wide"
        }
        return objectionToRotation
    }

    private var objectionToLayers: String? {
        let layerCount = head.target.configuration.layerCount
        let usual = EAGLE3Configuration.usualFeatureLayers(of: layerCount)
        if usual != usual.sorted() || Set(usual).count < usual.count {
            return
                "the official code reads layers 2, L/2 and L − 3, and in a target of \(layerCount.counting("layer")) these are "
                + "\(usual), not three in ascending order"
        }
        if configuration.featureLayers != usual {
            return "the official code always reads layers \(usual) of this target, and the head reads layers "
                + "\(configuration.featureLayers)"
        }
        return nil
    }

    private var objectionToRotation: String? {
        switch configuration.rope.scaling {
        case .none: return nil
        case .linear(let factor):
            if configuration.rope.theta != 10_000 {
                return "the official code ignores rope_theta where rope_scaling is given, and the head's is "
                    + "\(configuration.rope.theta)"
            }
            return factor > 1 ? nil : "the official code takes rope_scaling factors above 1 only, and this is \(factor)"
        case .llama3: return "the official code knows rope_scaling 'linear' and no 'llama3'"
        case .yarn: return "the official code knows rope_scaling 'linear' and no 'yarn'"
        case .dynamic: return "the official code ignores rope_theta and the context where rope_scaling is dynamic"
        case .longrope: return "the official code knows no divisors of single frequencies"
        }
    }

    /// What the architecture `eagle3` of llama.cpp does not compute.
    private var objectionToLlamaCpp: String? {
        let norms = configuration.norms
        if configuration.featureLayers.count != 3 {
            return "llama.cpp reads three layers, and the head reads \(configuration.featureLayers.count)"
        }
        if norms.features == .each { return "llama.cpp knows no fc_norm" }
        if norms.output != .beforeLogits { return "llama.cpp knows no \(norms.switches[norms.switches.count - 1])" }
        if configuration.windows.contains(where: { $0 != nil }) { return "llama.cpp knows no sliding_window in heads" }
        if configuration.hasHeadNorms { return "llama.cpp knows no norms of queries and keys in heads" }
        if configuration.hasInputBias || configuration.hasOutputBias {
            return "llama.cpp knows no attention_bias in heads"
        }
        switch configuration.rope.scaling {
        case .none, .linear, .llama3: return nil
        case .longrope(let longrope):
            return longrope.magnitude == 1 && longrope.long == nil ? nil : "llama.cpp stretches no head's rotation so"
        case .yarn(let yarn):
            return yarn == YarnScaling(factor: yarn.factor, originalContext: yarn.originalContext)
                ? nil : "llama.cpp knows yarn with its usual constants, and the head has others"
        case .dynamic: return "llama.cpp knows no rope type 'dynamic'"
        }
    }

    private var objectionToSGLang: String? {
        if configuration.featureLayers.count != 3 {
            return "SGLang reads three layers, and the head reads \(configuration.featureLayers.count)"
        }
        if configuration.featureLayers.contains(0) {
            return "SGLang counts outputs of layers, and the head reads the input of layer 0"
        }
        let targetWidth = head.target.configuration.hiddenSize
        if head.ownEmbedding != nil, configuration.hiddenSize == targetWidth {
            return "SGLang puts the target's embedding table in the place of any of the same width, and the head has "
                + "a table of its own"
        }
        return nil
    }
}

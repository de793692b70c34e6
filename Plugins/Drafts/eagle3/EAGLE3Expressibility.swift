import LanguageModels
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
        if layout != .speculators && configuration.layerCount > 1 {
            return "its loader knows heads of one layer, and this has \(configuration.layerCount)"
        }
        return switch layout {
        case .safeail: objectionToSafeAILab
        case .sglang: objectionToSGLang
        case .speculators: nil
        case .huggingFace: "a head is no model of its own"
        }
    }

    /// The official code has no keys for layers, head widths, or a base beside a scaling.
    private var objectionToSafeAILab: String? {
        let layerCount = head.target.configuration.layerCount
        let usual = EAGLE3Configuration.usualFeatureLayers(of: layerCount)
        if usual != usual.sorted() || Set(usual).count < usual.count {
            return "the official code reads layers 2, L/2 and L − 3, and in a target of \(layerCount) layers these are "
                + "\(usual), not three in ascending order"
        }
        if configuration.featureLayers != usual {
            return "the official code always reads layers \(usual) of this target, and the head reads layers "
                + "\(configuration.featureLayers)"
        }
        if configuration.headWidth * configuration.headCount != configuration.hiddenSize {
            return "the official code has no head_dim: it would split \(configuration.hiddenSize) columns over "
                + "\(configuration.headCount) heads, and the head's are \(configuration.headWidth) wide"
        }
        switch configuration.rope.scaling {
        case .none: return nil
        case .linear(let factor):
            if configuration.rope.theta != 10_000 {
                return "the official code ignores rope_theta where rope_scaling is given, and the head's is "
                    + "\(configuration.rope.theta)"
            }
            return factor > 1 ? nil : "the official code takes rope_scaling factors above 1 only, and this is \(factor)"
        case .llama3: return "the official code knows rope_scaling 'linear' and no 'llama3'"
        case .dynamic, .yarn, .longrope: preconditionFailure("no head rotates so")
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

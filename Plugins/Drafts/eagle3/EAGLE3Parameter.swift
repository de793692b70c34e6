/// A part of a head that is trained, with the name and shape under which checkpoints store it.
struct EAGLE3Parameter {
    /// What a part is to the network.
    enum Role {
        /// `[outputs, inputs]`.
        case matrix

        /// A norm's factors, `[width]`.
        case norm

        /// What is added to a product, `[outputs]`.
        case bias
    }

    /// SafeAILab's name of EAGLE-3's part.
    let name: String
    let role: Role
    let rows: Int
    let columns: Int

    /// Its extents in a checkpoint.
    var shape: [Int] { role == .matrix ? [rows, columns] : [columns] }

    /// The name of the rows that make logits.
    static let outputHead = "lm_head.weight"

    /// Whether a head's files hold it; else it is the target's.
    func isStored(by head: EAGLE3Configuration) -> Bool { name != Self.outputHead || head.bringsOutputHead }

    private static func matrix(_ name: String, _ rows: Int, _ columns: Int) -> EAGLE3Parameter {
        EAGLE3Parameter(name: name, role: .matrix, rows: rows, columns: columns)
    }

    private static func norm(_ name: String, _ width: Int) -> EAGLE3Parameter {
        EAGLE3Parameter(name: name, role: .norm, rows: 1, columns: width)
    }

    private static func bias(_ name: String, _ width: Int) -> EAGLE3Parameter {
        EAGLE3Parameter(name: name, role: .bias, rows: 1, columns: width)
    }

    /// All parts of a head: its matrices, then its vectors.
    static func all(_ configuration: EAGLE3Configuration) -> [EAGLE3Parameter] {
        let width = configuration.hiddenSize
        var parts = fusion(configuration)
        parts += layer(
            "midlayer", inputs: configuration.generation == .third ? 2 * width : width,
            outputs: configuration.stateWidth,
            configuration)
        for layer in upperLayers(configuration) {
            parts += Self.layer(layer, inputs: width, outputs: width, configuration)
        }
        if configuration.trainsOutputHead {
            parts.append(matrix(outputHead, configuration.draftVocabularySize, width))
        }
        return parts + vectors(configuration)
    }

    private static func fusion(_ configuration: EAGLE3Configuration) -> [EAGLE3Parameter] {
        let (width, inner) = (configuration.hiddenSize, configuration.intermediateSize)
        return switch configuration.generation {
        case .first: [matrix("fc.weight", width, width + configuration.targetWidth)]
        case .griffin:
            [
                matrix("fc.fc.weight", width, width + configuration.targetWidth),
                matrix("fc.mlp.up_proj.weight", inner, 2 * width), matrix("fc.mlp.down_proj.weight", width, inner),
            ]
        case .third: [matrix("fc.weight", width, configuration.featureWidth)]
        }
    }

    private static func layer(
        _ name: String, inputs: Int, outputs: Int, _ configuration: EAGLE3Configuration
    ) -> [EAGLE3Parameter] {
        let (width, inner) = (configuration.hiddenSize, configuration.intermediateSize)
        let (queries, keys) = (configuration.queryWidth, configuration.keyWidth)
        return [
            matrix("\(name).self_attn.q_proj.weight", queries, inputs),
            matrix("\(name).self_attn.k_proj.weight", keys, inputs),
            matrix("\(name).self_attn.v_proj.weight", keys, inputs),
            matrix("\(name).self_attn.o_proj.weight", width, queries),
            matrix("\(name).mlp.gate_proj.weight", inner, width),
            matrix("\(name).mlp.up_proj.weight", inner, width),
            matrix("\(name).mlp.down_proj.weight", outputs, inner),
        ]
    }

    private static func vectors(_ configuration: EAGLE3Configuration) -> [EAGLE3Parameter] {
        let width = configuration.hiddenSize
        var parts: [EAGLE3Parameter] = []
        if configuration.generation == .third {
            parts += featureNorms(configuration)
            parts += ["input_layernorm", "hidden_norm"].map { norm("midlayer.\($0).weight", width) }
        } else if configuration.hasFusionBias {
            parts.append(bias(configuration.generation == .griffin ? "fc.fc.bias" : "fc.bias", width))
        }
        if configuration.generation == .griffin {
            parts += ["fc.post_attention_layernorm", "fc.mlp.input_layernorm"].map { norm("\($0).weight", width) }
        }
        parts.append(norm("midlayer.post_attention_layernorm.weight", width))
        parts += attentionVectors("midlayer", configuration)
        for layer in upperLayers(configuration) {
            parts += ["input_layernorm", "post_attention_layernorm"].map { norm("\(layer).\($0).weight", width) }
            parts += attentionVectors(layer, configuration)
        }
        if configuration.generation == .third { parts.append(norm("norm.weight", width)) }
        return parts
    }

    private static func featureNorms(_ configuration: EAGLE3Configuration) -> [EAGLE3Parameter] {
        switch configuration.norms.features {
        case .none: []
        case .joined: [norm("input_norm.weight", configuration.featureWidth)]
        case .each:
            configuration.featureLayers.indices.map { norm("fc_norm.\($0).weight", configuration.targetWidth) }
        }
    }

    private static func attentionVectors(
        _ layer: String, _ configuration: EAGLE3Configuration
    ) -> [EAGLE3Parameter] {
        var parts: [EAGLE3Parameter] = []
        if configuration.hasHeadNorms {
            parts += ["q_norm", "k_norm"].map { norm("\(layer).self_attn.\($0).weight", configuration.headWidth) }
        }
        if configuration.hasInputBias {
            parts.append(bias("\(layer).self_attn.q_proj.bias", configuration.queryWidth))
            parts += ["k_proj", "v_proj"].map { bias("\(layer).self_attn.\($0).bias", configuration.keyWidth) }
        }
        if configuration.hasOutputBias {
            parts.append(bias("\(layer).self_attn.o_proj.bias", configuration.hiddenSize))
        }
        return parts
    }

    /// The common names of the layers above the first.
    static func upperLayers(_ configuration: EAGLE3Configuration) -> [String] {
        (1..<configuration.layerCount).map { "layers.\($0)" }
    }
}

import Autograd
import LanguageModels
import Speculation
import Tensors

extension NamedMatrices<Float> {
    /// What a head can take over from its target before any training.
    ///
    /// The head's layer does in one step what is left of the target above the features, for the token that comes next:
    /// the nearest thing to it that there is are the target's last layer, final norm and output rows, read from the
    /// highest of the features:
    /// ```
    /// fc              the identity on the last feature, beside the random start's noise
    /// q, k, v         the target's on the half that holds the feature; noise on the half that holds the embedding
    /// all the others  the target's; the embedding's norm is one
    /// ```
    ///
    /// - Parameter head: The head, its draft vocabulary chosen.
    /// - Returns: The random start of the same seed, with that in it.
    /// - Throws: `ModelError` if the head's layer has not the sizes of the target's.
    func startedFromTarget(of head: EAGLE3Head) throws -> NamedMatrices {
        var start = try TargetStart(for: head)
        var parameters = NamedMatrices()
        for (name, random) in zip(names, matrices) {
            parameters.append(name, try start.parameter(name, over: random))
        }
        return parameters
    }
}

/// What a target lends to a head.
private struct TargetStart {
    private let head: EAGLE3Head
    private let width: Int
    private let layer: String
    private var reader: TensorReader

    init(for head: EAGLE3Head) throws {
        try Self.check(head.configuration, against: head.target.configuration)
        self.head = head
        width = head.configuration.hiddenSize
        layer = "model.layers.\(head.target.configuration.layerCount - 1)"
        reader = head.target.tensors
    }

    /// A parameter by its name, given the random one.
    mutating func parameter(_ name: String, over random: DenseMatrix<Float>) throws -> DenseMatrix<Float> {
        // The target has one last layer only: layers above the first stay random.
        if name.hasPrefix("layers.") { return random }
        switch name {
        case "fc.weight": return fusion(over: random)
        case EAGLE3Parameter.outputHead:
            return DenseMatrix(try head.target.storedOutputRows(head.vocabulary.targetTokens, width: width))
        case "norm.weight": return try norm("model.norm.weight")
        case "midlayer.input_layernorm.weight": return random
        case "midlayer.hidden_norm.weight": return try norm("\(layer).input_layernorm.weight")
        case "midlayer.post_attention_layernorm.weight":
            return try norm("\(layer).post_attention_layernorm.weight")
        case "midlayer.self_attn.q_proj.weight", "midlayer.self_attn.k_proj.weight", "midlayer.self_attn.v_proj.weight":
            return try joined(storedName(of: name), over: random)
        default:
            let stored = try reader.storedMatrix(storedName(of: name), rows: random.rows, columns: random.columns)
            return DenseMatrix(stored.widened(), rows: random.rows, columns: random.columns)
        }
    }

    private func storedName(of name: String) -> String { layer + name.dropFirst("midlayer".count) }

    private func fusion(over random: DenseMatrix<Float>) -> DenseMatrix<Float> {
        var fusion = random
        let first = (head.configuration.featureLayers.count - 1) * width
        for row in 0..<width { fusion[row, first + row] += 1 }
        return fusion
    }

    private mutating func norm(_ name: String) throws -> DenseMatrix<Float> {
        DenseMatrix(row: try reader.vector(name, count: width))
    }

    /// A projection of [embedding ; feature], the target's on its second half.
    private mutating func joined(_ name: String, over random: DenseMatrix<Float>) throws -> DenseMatrix<Float> {
        var joined = random
        let stored = try reader.storedMatrix(name, rows: random.rows, columns: width).widened()
        for (place, number) in stored.enumerated() { joined[place / width, width + place % width] = number }
        return joined
    }

    /// Refuses a head whose layer the target's does not fill.
    private static func check(_ head: EAGLE3Configuration, against target: ModelConfiguration) throws {
        guard head.generation == .third else {
            throw ModelError(
                "init: target",
                "\(head.generation.name) has no layer like its target's: start it at random, or from the stored head")
        }
        guard let last = target.plan.layers.last, last.norms == .entering, last.attention.layout == .separate,
            case .gated(let network) = last.feedForward, network.layout == .separate
        else {
            throw ModelError(
                "init: target",
                "the target's last layer has other parts than a head's (experts, fused matrices or more norms), so a head "
                    + "cannot start from it; start it at random")
        }
        let sizes = [
            ("hidden_size", head.hiddenSize, target.hiddenSize),
            ("intermediate_size", head.intermediateSize, target.intermediateSize),
            ("num_attention_heads", head.headCount, target.headCount),
            ("num_key_value_heads", head.keyValueHeadCount, target.keyValueHeadCount),
            ("head_dim", head.headWidth, target.headWidth),
        ]
        for (name, own, other) in sizes where own != other {
            throw ModelError(
                "init: target",
                "the head's \(name) is \(own), and the target's \(other): a head can start from its target only where "
                    + "its layer has the target's sizes; start it at random")
        }
    }
}

import Tensors

extension DecoderFamily {
    /// Qwen 3 with experts (arXiv 2505.09388): the attention of Qwen 3; layers whose number, counted from 1, is a multiple of
    /// `decoder_sparse_step` mix experts, but those of `mlp_only_layers`.
    static let qwen3MoE = DecoderFamily(modelType: "qwen3_moe") { reader, sizes in
        var attention = try AttentionPlan.qwen3(reader, sizes)
        var dense = GatedPlan(width: sizes.intermediateSize)
        dense.function = try reader.gateFunction()
        let experts = try ExpertsPlan(reader, function: dense.function)
        let step = try reader.optionalSize("decoder_sparse_step") ?? 1
        let denseLayers = Set(try reader.integers("mlp_only_layers") ?? [])
        if let unknown = denseLayers.filter({ !(0..<sizes.layerCount ~= $0) }).min() {
            throw reader.error(
                "mlp_only_layers names layer \(unknown), and there are layers 0 to \(sizes.layerCount - 1)")
        }
        let isWindowed = try reader.flag("use_sliding_window", default: false)
        let window = isWindowed ? try reader.optionalSize("sliding_window", default: 4096) : nil
        let windows = try reader.windows(of: sizes.layerCount, window: window)
        return DecoderPlan(
            layers: windows.enumerated().map { number, window in
                attention.window = window
                let isDense = denseLayers.contains(number) || !(number + 1).isMultiple(of: step)
                return LayerPlan(attention: attention, feedForward: isDense ? .gated(dense) : .experts(experts))
            })
    }
}

extension ExpertsPlan {
    /// Reads how many experts there are and how they are chosen.
    fileprivate init(_ reader: ConfigurationReader, function: GateFunction) throws {
        // Some versions of the library that writes these files call it otherwise.
        let key = reader.has("num_local_experts") && !reader.has("num_experts") ? "num_local_experts" : "num_experts"
        let count = try reader.size(key)
        let chosen = try reader.size("num_experts_per_tok")
        guard chosen <= count else {
            throw reader.error("num_experts_per_tok \(chosen) exceeds \(key) \(count)")
        }
        var expert = GatedPlan(width: try reader.size("moe_intermediate_size"))
        expert.function = function
        let choice = ExpertChoice(count: chosen, sumsToOne: try reader.flag("norm_topk_prob", default: false))
        self.init(count: count, choice: choice, expert: expert)
    }
}

/// What the tensors of a GGUF file are called in Hugging Face layout.
struct GGUFNaming: Sendable {
    /// Stands for an expert's number in the name of what holds all experts.
    static let everyExpert = "*"

    /// The names of a layer's parts in files (behind `blk.N.`) and here (behind `model.layers.N.`), that all architectures share.
    private static let common = [
        "attn_norm": "input_layernorm",
        "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
        "attn_qkv": "self_attn.qkv_proj", "attn_output": "self_attn.o_proj",
        "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
        "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
        "ffn_gate_inp": "mlp.gate", "ffn_gate_exps": "mlp.experts.*.gate_proj",
        "ffn_up_exps": "mlp.experts.*.up_proj", "ffn_down_exps": "mlp.experts.*.down_proj",
    ]

    private static let outside = [
        "token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight",
        "output.weight": "lm_head.weight",
    ]

    /// What files store of positions, which the configuration takes.
    private static let positions: Set<String> = [
        "rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight",
    ]

    private let names: [String: String]
    private let spellings: [String: String]
    private let heads: (queries: Int, keys: Int)?

    /// Describes how an architecture names things.
    ///
    /// - Parameters:
    ///   - parts: The names of a layer's parts that are its own.
    ///   - pairedHeads: How many heads of queries and of keys lie in pairs of rows, if they do.
    init(parts: [String: String], pairedHeads: (queries: Int, keys: Int)?) {
        names = Self.common.merging(parts) { $1 }
        spellings = Dictionary(names.map { ($1, $0) }, uniquingKeysWith: { min($0, $1) })
        heads = pairedHeads
    }

    /// The name here of a tensor in a file, its own if it has no other; nil of what is no weight.
    func name(of tensor: String) -> String? {
        if Self.positions.contains(tensor) { return nil }
        if let name = Self.outside[tensor] { return name }
        guard let (number, part, kind) = Self.parts(of: tensor, behind: "blk."), let name = names[part] else {
            return tensor
        }
        return "model.layers.\(number).\(name).\(kind)"
    }

    /// What files call a tensor that is missing.
    func spelling(of name: String) -> String {
        if let tensor = Self.outside.first(where: { $0.value == name }) { return tensor.key }
        guard let (number, part, kind) = Self.parts(of: name, behind: "model.layers.") else { return name }
        let everyone =
            part.hasPrefix("mlp.experts.")
            ? part.split(separator: ".").map { Int($0) == nil ? String($0) : Self.everyExpert }.joined(separator: ".")
            : part
        return spellings[everyone].map { "blk.\(number).\($0).\(kind)" } ?? name
    }

    /// Of how many heads the rows of a tensor are, where they lie in pairs; nil elsewhere.
    func pairedHeads(of name: String) -> Int? {
        guard let heads, let (_, part, _) = Self.parts(of: name, behind: "model.layers.") else { return nil }
        switch part {
        case "self_attn.q_proj": return heads.queries
        case "self_attn.k_proj": return heads.keys
        default: return nil
        }
    }

    /// A layer's number, the part, and `weight` or `bias`.
    private static func parts(of name: String, behind prefix: String) -> (number: String, part: String, kind: String)? {
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        guard let first = rest.firstIndex(of: "."), let last = rest.lastIndex(of: "."), first < last,
            Int(rest[..<first]) != nil
        else { return nil }
        return (
            String(rest[..<first]), String(rest[rest.index(after: first)..<last]), String(rest[last...].dropFirst())
        )
    }
}

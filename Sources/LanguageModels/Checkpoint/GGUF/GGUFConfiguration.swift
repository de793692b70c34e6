import JSON
import Speculation

/// What a GGUF file's metadata say of a model, in the words of `config.json`, so that both kinds of files go one way.
struct GGUFConfiguration {
    private let file: GGUFFile
    private let architecture: GGUFArchitecture
    private let shapes: [String: [Int]]

    /// Views the metadata of a model.
    ///
    /// - Parameters:
    ///   - file: The file with the metadata.
    ///   - architecture: What the file says it is.
    ///   - tensors: The tensors of all the model's files.
    init(_ file: GGUFFile, _ architecture: GGUFArchitecture, tensors: [GGUFTensor]) {
        self.file = file
        self.architecture = architecture
        shapes = Dictionary(tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    }

    /// The whole configuration.
    ///
    /// - Parameter divisors: Gives the numbers of a tensor that divides frequencies of positions; nil if there is none.
    /// - Returns: What `config.json` would hold.
    /// - Throws: ``ModelError`` for an entry that is missing, wrong, or asks for what is not supported.
    func value(divisors: (_ tensor: String) throws -> [Float]?) throws -> JSONValue {
        let (heads, width) = (try heads(), try headWidth())
        guard let rows = shapes["token_embd.weight"]?.first else {
            throw ModelError(file.path, "lacks the tensor 'token_embd.weight'")
        }
        if let values = try optionalSize("attention.value_length"), values != width {
            throw error(
                "attention.value_length", "is \(values), and heads whose keys are \(width) wide are not supported then")
        }
        guard let epsilon = try number("attention.layer_norm_rms_epsilon") else {
            throw ModelError(file.path, "lacks the metadata entry '\(key("attention.layer_norm_rms_epsilon"))'")
        }
        var members: [String: JSONValue] = [
            "model_type": .string(architecture.modelType),
            "hidden_size": .integer(try size("embedding_length")),
            "intermediate_size": .integer(
                try optionalSize("feed_forward_length") ?? size("expert_feed_forward_length")),
            "num_hidden_layers": .integer(try size("block_count")),
            "num_attention_heads": .integer(heads.queries),
            "num_key_value_heads": .integer(heads.keys),
            "head_dim": .integer(width),
            "vocab_size": .integer(rows),
            "max_position_embeddings": .integer(try size("context_length")),
            "rms_norm_eps": .real(epsilon),
            "tie_word_embeddings": .bool(shapes["output.weight"] == nil),
            "eos_token_id": .array(try file.endTokens().sorted().map { .integer($0) }),
        ]
        members.merge(try rope(headWidth: width, divisors: divisors)) { $1 }
        members.merge(try architecture.members(self)) { $1 }
        return .object(sorting: members)
    }

    /// How many heads of queries and of keys there are.
    func heads() throws -> (queries: Int, keys: Int) {
        let queries = try size("attention.head_count")
        return (queries, try optionalSize("attention.head_count_kv") ?? queries)
    }

    /// An error about the words of `config.json` in the words of the file.
    func spelled(_ error: ModelError) -> ModelError {
        let prefix = "\(file.path): "
        var problem = error.description
        if problem.hasPrefix(prefix) { problem.removeFirst(prefix.count) }
        for (word, own) in Self.spellings {
            problem = problem.replacing(word, with: own.hasSuffix("weight") ? own : key(own))
        }
        return ModelError(file.path, problem)
    }

    /// Words of `config.json` and where a file has what they say; longer words before those that they hold.
    private static let spellings = [
        ("original_max_position_embeddings", "rope.scaling.original_context_length"),
        ("max_position_embeddings", "context_length"), ("num_hidden_layers", "block_count"),
        ("num_attention_heads", "attention.head_count"), ("num_key_value_heads", "attention.head_count_kv"),
        ("head_dim", "attention.key_length"), ("moe_intermediate_size", "expert_feed_forward_length"),
        ("intermediate_size", "feed_forward_length"), ("hidden_size", "embedding_length"),
        ("num_experts_per_tok", "expert_used_count"), ("num_experts", "expert_count"),
        ("partial_rotary_factor", "rope.dimension_count"), ("rope_theta", "rope.freq_base"),
        ("short_factor", "rope_freqs.weight"), ("long_factor", "rope_freqs.weight"),
        ("query_pre_attn_scalar", "attention.key_length"), ("sliding_window", "attention.sliding_window"),
    ]

    /// The width of a head.
    func headWidth() throws -> Int {
        if let width = try optionalSize("attention.key_length") { return width }
        let (width, heads) = (try size("embedding_length"), try size("attention.head_count"))
        guard width.isMultiple(of: heads) else {
            throw error("embedding_length", "is \(width), which is no multiple of the \(heads.counting("head"))")
        }
        return width / heads
    }

    /// A positive whole number that must be there, the same for all layers.
    func size(_ name: String) throws -> Int {
        guard let size = try optionalSize(name) else {
            throw ModelError(file.path, "lacks the metadata entry '\(key(name))'")
        }
        return size
    }

    /// A positive whole number, the same for all layers; nil if it is missing, or 0 where that says the same.
    func optionalSize(_ name: String, zeroIsNone: Bool = false) throws -> Int? {
        if zeroIsNone, file[key(name)]?.integer == 0 { return nil }
        if case .list(let list) = file[key(name)], let numbers = list.integers, Set(numbers).count > 1 {
            throw error(name, "differs from layer to layer, which is not supported")
        }
        return try file.optionalSize(key(name))
    }

    /// A positive number; nil if it is missing.
    func number(_ name: String) throws -> Double? {
        guard let value = file[key(name)] else { return nil }
        guard let number = value.number, number > 0, number.isFinite else {
            throw error(name, "must be a positive number, not \(value.shown)")
        }
        return number
    }

    /// Which layers see a window, where the file says it: every n-th does not, or those that a list tells.
    func layerKinds() throws -> JSONValue? {
        let name = "attention.sliding_window_pattern"
        guard let value = file[key(name)] else { return nil }
        let count = try size("block_count")
        if case .list(let list) = value, let flags = list.booleans, flags.count == count {
            return Self.kinds(flags)
        }
        guard let each = value.integer, each > 0, count <= 4096 else {
            throw error(name, "must be a positive whole number or \(count) truth values, not \(value.shown)")
        }
        return Self.kinds((1...count).map { !$0.isMultiple(of: each) })
    }

    private static func kinds(_ isWindowed: [Bool]) -> JSONValue {
        .array(isWindowed.map { .string(($0 ? LayerKind.windowed : .full).rawValue) })
    }

    /// Refuses a mixture of experts in the files of a family that has none here.
    func refuseExperts() throws {
        guard let value = file[key("expert_count")] else { return }
        guard let count = value.integer else {
            throw error("expert_count", "must be a whole number, not \(value.shown)")
        }
        guard count == 0 else {
            throw error("expert_count", "asks for a mixture of experts, which is not supported in this architecture")
        }
    }

    private func key(_ name: String) -> String { "\(architecture.name).\(name)" }

    private func error(_ name: String, _ problem: String) -> ModelError {
        ModelError(file.path, "metadata entry '\(key(name))' \(problem)")
    }
}

/// Positions.
extension GGUFConfiguration {
    private func rope(
        headWidth: Int, divisors: (_ tensor: String) throws -> [Float]?
    ) throws -> [String: JSONValue] {
        var members: [String: JSONValue] = ["rope_theta": .real(try number("rope.freq_base") ?? 10_000)]
        if let columns = try optionalSize("rope.dimension_count"), columns != headWidth {
            guard !architecture.pairsRows, columns < headWidth else {
                throw error(
                    "rope.dimension_count", "is \(columns), and heads are \(headWidth) wide: not supported here")
            }
            members["partial_rotary_factor"] = .real(Double(columns) / Double(headWidth))
        }
        if let scaling = try scaling(divisors: divisors) { members["rope_scaling"] = .object(sorting: scaling) }
        if let context = try optionalSize("rope.scaling.original_context_length") {
            members["original_max_position_embeddings"] = .integer(context)
        }
        return members
    }

    private func scaling(divisors: (_ tensor: String) throws -> [Float]?) throws -> [String: JSONValue]? {
        let kind = file[key("rope.scaling.type")] == nil ? nil : try file.text(key("rope.scaling.type"))
        let factor = try number("rope.scaling.factor") ?? number("rope.scale_linear")
        let magnitude = try number("rope.scaling.attn_factor")
        switch (try divisors("rope_factors_short.weight"), try divisors("rope_factors_long.weight")) {
        case (let short?, let long?): return divided(short: short, long: long, magnitude: magnitude)
        case (nil, nil): break
        case (let short, _):
            let missing = short == nil ? "short" : "long"
            throw ModelError(
                file.path,
                "lacks the tensor 'rope_factors_\(missing).weight', without which the other one of rope_factors means nothing"
            )
        }
        // Llama 3.1 and later: what the original's rule makes of each frequency.
        if let each = try divisors("rope_freqs.weight") {
            return divided(short: each, long: each, magnitude: magnitude ?? 1)
        }
        switch kind ?? (factor == nil ? "none" : "linear") {
        case "none": return nil
        case "linear": return ["rope_type": .string("linear"), "factor": .real(factor ?? 1)]
        case "yarn": return try yarn(factor: factor, magnitude: magnitude)
        case let other:
            throw error(
                "rope.scaling.type", "is '\(other)', which is not supported here (supported: none, linear, yarn)")
        }
    }

    private func divided(short: [Float], long: [Float], magnitude: Double?) -> [String: JSONValue] {
        var scaling: [String: JSONValue] = [
            "rope_type": .string("longrope"),
            "short_factor": .array(short.map { .real(Double($0)) }),
            "long_factor": .array(long.map { .real(Double($0)) }),
        ]
        if let magnitude { scaling["attention_factor"] = .real(magnitude) }
        return scaling
    }

    private func yarn(factor: Double?, magnitude: Double?) throws -> [String: JSONValue] {
        guard let factor else {
            throw error("rope.scaling.factor", "is missing, and the scaling of positions is yarn")
        }
        var scaling: [String: JSONValue] = [
            "rope_type": .string("yarn"), "factor": .real(factor),
            "attention_factor": .real((magnitude ?? 1) * YarnScaling.magnitude(of: factor)),
        ]
        if let fast = try number("rope.scaling.yarn_beta_fast") { scaling["beta_fast"] = .real(fast) }
        if let slow = try number("rope.scaling.yarn_beta_slow") { scaling["beta_slow"] = .real(slow) }
        return scaling
    }
}

import JSON

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

    /// The width of a head.
    func headWidth() throws -> Int {
        if let width = try optionalSize("attention.key_length") { return width }
        let (width, heads) = (try size("embedding_length"), try size("attention.head_count"))
        guard width.isMultiple(of: heads) else {
            throw error("embedding_length", "is \(width), which is no multiple of the \(heads) heads")
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
            throw error(name, "must be a positive number, not \(value.kind) that is none")
        }
        return number
    }

    /// Refuses a mixture of experts in the files of a family that has none here.
    func refuseExperts() throws {
        guard file[key("expert_count")]?.integer ?? 0 == 0 else {
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
        let kind = file[key("rope.scaling.type")]
        let factor = try number("rope.scaling.factor") ?? number("rope.scale_linear")
        let magnitude = try number("rope.scaling.attn_factor")
        if let long = try divisors("rope_factors_long.weight"), let short = try divisors("rope_factors_short.weight") {
            return divided(short: short, long: long, magnitude: magnitude)
        }
        // Llama 3.1 and later: what the original's rule makes of each frequency.
        if let each = try divisors("rope_freqs.weight") {
            return divided(short: each, long: each, magnitude: magnitude ?? 1)
        }
        switch kind?.text ?? (factor == nil ? "none" : "linear") {
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

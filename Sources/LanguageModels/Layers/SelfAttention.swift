public import Tensors

/// Grouped-query self-attention with rotary positions over a key-value store.
public struct SelfAttention: Sendable {
    /// The sizes of an attention block.
    public struct Shape: Sendable, Hashable {
        /// The width of its input.
        public var inputWidth: Int
        /// The width of its output.
        public var outputWidth: Int
        /// The number of query heads.
        public var heads: Int
        /// The number of key-value heads.
        public var groups: Int
        /// The width of a head.
        public var headWidth: Int

        /// States sizes.
        ///
        /// - Parameters:
        ///   - inputWidth: The width of its input.
        ///   - outputWidth: The width of its output.
        ///   - heads: The number of query heads.
        ///   - groups: The number of key-value heads.
        ///   - headWidth: The width of a head.
        public init(inputWidth: Int, outputWidth: Int, heads: Int, groups: Int, headWidth: Int) {
            self.inputWidth = inputWidth
            self.outputWidth = outputWidth
            self.heads = heads
            self.groups = groups
            self.headWidth = headWidth
        }
    }

    /// Its sizes.
    public let shape: Shape

    private let query: Linear
    private let key: Linear
    private let value: Linear
    private let output: Linear
    private let queryNorm: RMSNorm?
    private let keyNorm: RMSNorm?

    /// Takes an attention block out of a checkpoint.
    ///
    /// - Parameters:
    ///   - prefix: The tensors' common name, such as `model.layers.0.self_attn`.
    ///   - shape: Its sizes.
    ///   - layout: Which biases and norms it has.
    ///   - epsilon: Added to the mean square in query and key norms.
    ///   - reader: The checkpoint.
    /// - Throws: ``ModelError`` if a tensor is missing or misshapen.
    public init(
        _ prefix: String, shape: Shape, layout: DecoderLayout, epsilon: Float, from reader: inout TensorReader
    ) throws {
        self.shape = shape
        let queryWidth = shape.heads * shape.headWidth
        let keyWidth = shape.groups * shape.headWidth
        func projection(_ name: String, _ outputs: Int) throws -> Linear {
            try Linear(
                "\(prefix).\(name)", inputs: shape.inputWidth, outputs: outputs, hasBias: layout.hasInputBias,
                from: &reader)
        }
        query = try projection("q_proj", queryWidth)
        key = try projection("k_proj", keyWidth)
        value = try projection("v_proj", keyWidth)
        output = try Linear(
            "\(prefix).o_proj", inputs: queryWidth, outputs: shape.outputWidth, hasBias: layout.hasOutputBias,
            from: &reader)
        func norm(_ name: String) throws -> RMSNorm? {
            guard layout.normalisesQueriesAndKeys else { return nil }
            return try RMSNorm("\(prefix).\(name)", width: shape.headWidth, epsilon: epsilon, from: &reader)
        }
        queryNorm = try norm("q_norm")
        keyNorm = try norm("k_norm")
    }

    /// Buffers of a session, shared by all its layers.
    public struct Scratch: Sendable {
        var queries: Matrix
        var keys: Matrix
        var values: Matrix
        var attended: Matrix
        var weights: [Float] = []

        /// The input's last rows, where only they attend.
        var asked: Matrix

        /// One sequence's row of each, where several sequences are in a pass.
        var single: SequenceRow

        /// Makes empty buffers.
        public init(_ shape: Shape) {
            queries = Matrix(rows: 0, columns: shape.heads * shape.headWidth)
            keys = Matrix(rows: 0, columns: shape.groups * shape.headWidth)
            values = keys
            attended = queries
            asked = Matrix(rows: 0, columns: shape.inputWidth)
            single = SequenceRow(queries: queries, keys: keys)
        }
    }

    /// Attends: writes the batch's keys and values to the store, then lets each row that is asked for read what it sees.
    ///
    /// - Parameters:
    ///   - input: `[rows, inputWidth]`, normalised.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - asked: How many rows are asked for, the last ones; all unless given.
    ///   - store: This layer's keys and values.
    ///   - rotary: The angles, extended as needed.
    ///   - scratch: Buffers.
    ///   - result: Resized to `[rows asked for, outputWidth]`.
    public func apply(
        _ input: Matrix, in batch: LayerBatch, asking asked: Int? = nil, store: inout KeyValueStore,
        rotary: inout RotaryTable, scratch: inout Scratch, into result: inout Matrix
    ) {
        project(
            input, asking: asked ?? input.rows, positions: batch.positions, rotary: &rotary, scratch: &scratch,
            by: batch.route)
        store.write(keys: scratch.keys, values: scratch.values, at: batch.firstSlot)
        guard scratch.queries.rows > 0 else { return result.resize(rows: 0) }
        store.attend(
            scratch.queries, seeing: batch.visibility, scale: 1 / Float(shape.headWidth).squareRoot(),
            scratch: &scratch.weights, into: &scratch.attended)
        output.apply(scratch.attended, into: &result, by: batch.route)
    }

    /// Attends with the next token of each of several sequences, each over its own keys and values.
    ///
    /// - Parameters:
    ///   - input: `[sequences, inputWidth]`, normalised.
    ///   - step: Where each sequence's token stands.
    ///   - layer: Which of the caches' stores is this block's.
    ///   - caches: The sequences' keys and values.
    ///   - rotary: The angles, extended as needed.
    ///   - scratch: Buffers.
    ///   - result: Resized to `[sequences, outputWidth]`.
    func apply(
        _ input: Matrix, in step: SequenceStep, layer: Int, caches: inout [KeyValueCache],
        rotary: inout RotaryTable, scratch: inout Scratch, into result: inout Matrix
    ) {
        project(
            input, asking: input.rows, positions: step.positions, rotary: &rotary, scratch: &scratch, by: .rowExact)
        scratch.attended.resize(rows: caches.count)
        for sequence in caches.indices {
            scratch.single.take(scratch.queries, scratch.keys, scratch.values, row: sequence)
            caches[sequence].stores[layer].write(
                keys: scratch.single.keys, values: scratch.single.values, at: Int(step.positions[sequence]))
            caches[sequence].stores[layer].attend(
                scratch.single.queries, seeing: step.visibilities[sequence],
                scale: 1 / Float(shape.headWidth).squareRoot(), scratch: &scratch.weights,
                into: &scratch.single.attended)
            scratch.attended.copyRow(sequence, from: scratch.single.attended, row: 0)
        }
        output.apply(scratch.attended, into: &result, by: .rowExact)
    }

    /// Leaves rotated keys, and values, in the buffers, and rotated queries of the last rows.
    private func project(
        _ input: Matrix, asking asked: Int, positions: [Int32], rotary: inout RotaryTable, scratch: inout Scratch,
        by route: ProductRoute
    ) {
        if asked == input.rows {
            Linear.apply(
                input, by: query, into: &scratch.queries, and: key, into: &scratch.keys, and: value,
                into: &scratch.values, by: route)
        } else {
            Linear.apply(input, by: key, into: &scratch.keys, and: value, into: &scratch.values, by: route)
            scratch.asked.become(last: asked, of: input)
            query.apply(scratch.asked, into: &scratch.queries, by: route)
        }
        if let queryNorm { scratch.queries.normalise(weight: queryNorm.weight, epsilon: queryNorm.epsilon) }
        if let keyNorm { scratch.keys.normalise(weight: keyNorm.weight, epsilon: keyNorm.epsilon) }
        rotary.rotate(&scratch.queries, positions: positions)
        rotary.rotate(&scratch.keys, positions: positions)
    }
}

public import Speculation
public import Tensors

/// One sequence of a transformer: its KV cache, its buffers and the states captured in the latest pass.
public struct TransformerSession: Sendable {
    /// Which rows of a pass get logits.
    public enum LogitRows: Sendable, Hashable {
        /// All of them.
        case all
        /// The last one.
        case last
        /// This one, which exists, and those after it.
        case from(Int)
        /// None.
        case none
    }

    /// The model.
    public let model: Transformer

    /// Committed and provisional keys and values.
    public var cache: KeyValueCache

    /// The logits of the latest pass, `[rows that got any, vocabularySize]`.
    public private(set) var logits: Matrix

    /// The inputs of the requested layers in the latest pass, side by side in the requested order,
    /// `[rows, layers · hiddenSize]`.
    public private(set) var layerStates: Matrix

    /// The states after the final norm in the latest pass, `[rows, hiddenSize]`, if requested or if all rows got logits.
    public private(set) var finalStates: Matrix

    private let request: FeatureRequest
    private var stream: Matrix
    private var lastStates: Matrix
    private var scratch: DecoderLayer.Scratch
    private var rotary: RotaryTable

    /// Starts a sequence.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - request: Which hidden states to capture.
    /// - Throws: ``ModelError`` if a requested layer does not exist.
    public init(_ model: Transformer, capturing request: FeatureRequest = FeatureRequest()) throws {
        let configuration = model.configuration
        if let layer = request.layers.first(where: { $0 < 0 || $0 > configuration.layerCount }) {
            throw model.error("has \(configuration.layerCount) layers, and the input of layer \(layer) was asked for")
        }
        self.model = model
        self.request = request
        cache = KeyValueCache(layers: configuration.layerCount, shape: configuration.attentionShape)
        logits = Matrix(rows: 0, columns: configuration.vocabularySize)
        layerStates = Matrix(rows: 0, columns: request.layers.count * configuration.hiddenSize)
        stream = Matrix(rows: 0, columns: configuration.hiddenSize)
        finalStates = stream
        lastStates = stream
        scratch = DecoderLayer.Scratch(configuration)
        rotary = model.rotary
    }

    /// Passes tokens through all layers; keys and values are written but not committed.
    ///
    /// - Parameters:
    ///   - tokens: `[rows]`, each below the vocabulary's size.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - rows: Which rows get logits.
    /// - Throws: ``ModelError`` if a token has no embedding or the logits are not finite.
    public mutating func run(_ tokens: [Token], in batch: LayerBatch, logits rows: LogitRows) throws {
        if let stranger = tokens.first(where: { $0 < 0 || $0 >= model.configuration.vocabularySize }) {
            throw model.error("token \(stranger) is outside the vocabulary of \(model.configuration.vocabularySize)")
        }
        model.embedding.lookUp(tokens, into: &stream)
        if !request.layers.isEmpty { layerStates.resize(rows: tokens.count) }
        for (layer, weights) in model.layers.enumerated() {
            capture(layer)
            weights.apply(&stream, in: batch, store: &cache.stores[layer], rotary: &rotary, scratch: &scratch)
        }
        capture(model.layers.count)
        try computeLogits(rows, by: batch.route)
    }

    /// Copies what was captured of a row of the latest pass, the layers' inputs and then the final state.
    ///
    /// - Parameters:
    ///   - row: A row of that pass.
    ///   - states: `[rows, captured states · hiddenSize]`.
    ///   - place: The row to write.
    func copyCaptured(_ row: Int, to states: inout Matrix, row place: Int) {
        if !request.layers.isEmpty { states.copyRow(place, from: layerStates, row: row) }
        if request.finalState { states.copyRow(place, at: layerStates.columns, from: finalStates, row: row) }
    }

    private mutating func capture(_ layer: Int) {
        for (place, wanted) in request.layers.enumerated() where wanted == layer {
            for row in 0..<stream.rows {
                layerStates.copyRow(row, at: place * stream.columns, from: stream, row: row)
            }
        }
    }

    private mutating func computeLogits(_ rows: LogitRows, by route: ProductRoute) throws {
        if rows == .all || request.finalState { model.finalNorm.apply(stream, into: &finalStates) }
        switch rows {
        case .none: return
        case .all: model.outputHead.multiply(finalStates, into: &logits, by: route)
        case .last: computeLogits(from: stream.rows - 1, by: route)
        case .from(let row): computeLogits(from: row, by: route)
        }
        guard logits.isFinite() else { throw model.explainNonFinite() }
    }

    private mutating func computeLogits(from first: Int, by route: ProductRoute) {
        scratch.normed.resize(rows: stream.rows - first)
        for row in first..<stream.rows { scratch.normed.copyRow(row - first, from: stream, row: row) }
        model.finalNorm.apply(scratch.normed, into: &lastStates)
        model.outputHead.multiply(lastStates, into: &logits, by: route)
    }
}

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
        // Of the last layer's rows only those come out whose logits are asked for: the others leave keys and values.
        let (last, asked) = (model.layers.count - 1, rows.count(of: tokens.count))
        for layer in 0..<last { apply(layer, in: batch) }
        if asked < tokens.count && (request.finalState || request.layers.contains(last + 1)) {
            captureLastLayer(of: stream, in: batch)
        }
        apply(last, in: batch, asking: asked)
        if asked == tokens.count { captureFinal() }
        try computeLogits(rows, by: batch.route)
    }

    private mutating func apply(_ layer: Int, in batch: LayerBatch, asking asked: Int? = nil) {
        capture(layer)
        model.layers[layer].apply(
            &stream, in: batch, asking: asked, store: &cache.stores[layer], rotary: &rotary, scratch: &scratch)
    }

    /// Captures what all rows become in the last layer.
    ///
    /// Logits are not computed of these, so that they do not depend on what is captured: among many rows a product may round
    /// otherwise.
    private mutating func captureLastLayer(of entering: Matrix, in batch: LayerBatch) {
        apply(model.layers.count - 1, in: batch)
        captureFinal()
        stream = entering
    }

    private mutating func captureFinal() {
        capture(model.layers.count)
        if request.finalState { model.finalNorm.apply(stream, into: &finalStates) }
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

    /// Hands over ``layerStates`` of the latest pass without a copy; the session has them no longer.
    mutating func takeLayerStates() -> Matrix {
        var taken = Matrix(rows: 0, columns: layerStates.columns)
        swap(&taken, &layerStates)
        return taken
    }

    private mutating func capture(_ layer: Int) {
        for (place, wanted) in request.layers.enumerated() where wanted == layer {
            for row in 0..<stream.rows {
                layerStates.copyRow(row, at: place * stream.columns, from: stream, row: row)
            }
        }
    }

    /// Of the rows that came out of the last layer.
    private mutating func computeLogits(_ rows: LogitRows, by route: ProductRoute) throws {
        guard rows != .none else { return }
        if rows == .all {
            if !request.finalState { model.finalNorm.apply(stream, into: &finalStates) }
            model.outputHead.multiply(finalStates, into: &logits, by: route)
        } else {
            model.finalNorm.apply(stream, into: &lastStates)
            model.outputHead.multiply(lastStates, into: &logits, by: route)
        }
        guard logits.isFinite() else { throw model.explainNonFinite() }
    }
}

extension TransformerSession.LogitRows {
    /// How many of the rows of a pass get logits.
    fileprivate func count(of rows: Int) -> Int {
        switch self {
        case .all: rows
        case .last: 1
        case .from(let row): rows - row
        case .none: 0
        }
    }
}

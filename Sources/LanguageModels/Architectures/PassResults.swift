import Speculation
import Tensors

/// What a pass leaves behind: logits, and the hidden states that were asked for.
struct PassResults: Sendable {
    /// Which hidden states are captured.
    let request: FeatureRequest

    /// `[rows that got any, vocabularySize]`.
    var logits: Matrix

    /// The inputs of the requested layers, side by side in the requested order, `[rows, layers · hiddenSize]`.
    private(set) var layerStates: Matrix

    /// The states after the final norm, `[rows, hiddenSize]`, if requested or if all rows got logits.
    var finalStates: Matrix

    init(of model: Transformer, capturing request: FeatureRequest) {
        let width = model.configuration.hiddenSize
        self.request = request
        logits = Matrix(rows: 0, columns: model.configuration.vocabularySize)
        layerStates = Matrix(rows: 0, columns: request.layers.count * width)
        finalStates = Matrix(rows: 0, columns: width)
    }

    /// Whether states behind a layer, which is the last one, are wanted.
    func wantsOutput(of layer: Int) -> Bool { request.finalState || request.layers.contains(layer + 1) }

    /// Copies the stream that enters a layer, if that is wanted.
    mutating func capture(_ stream: Matrix, entering layer: Int) {
        for (place, wanted) in request.layers.enumerated() where wanted == layer {
            layerStates.resize(rows: stream.rows)
            for row in 0..<stream.rows {
                layerStates.copyRow(row, at: place * stream.columns, from: stream, row: row)
            }
        }
    }

    /// Copies what was captured of a row, the layers' inputs and then the final state.
    ///
    /// - Parameters:
    ///   - row: A row of the pass.
    ///   - states: `[rows, captured states · hiddenSize]`.
    ///   - place: The row to write.
    func copyCaptured(_ row: Int, to states: inout Matrix, row place: Int) {
        if !request.layers.isEmpty { states.copyRow(place, from: layerStates, row: row) }
        if request.finalState { states.copyRow(place, at: layerStates.columns, from: finalStates, row: row) }
    }

    /// Takes over what was captured of some rows of a pass over several sequences.
    mutating func take(_ rows: Range<Int>, of joint: PassResults) {
        if !request.layers.isEmpty { layerStates.resize(rows: rows.count) }
        if request.finalState { finalStates.resize(rows: rows.count) }
        for (place, row) in rows.enumerated() {
            if !request.layers.isEmpty { layerStates.copyRow(place, from: joint.layerStates, row: row) }
            if request.finalState { finalStates.copyRow(place, from: joint.finalStates, row: row) }
        }
    }

    /// Hands over ``layerStates`` without a copy; they are gone from here.
    mutating func takeLayerStates() -> Matrix {
        var taken = Matrix(rows: 0, columns: layerStates.columns)
        swap(&taken, &layerStates)
        return taken
    }
}

public import Speculation
public import Tensors

/// Hidden states of committed tokens that a ``TransformerTarget`` hands to a draft.
///
/// They are lent: a draft that needs them later copies them, and the next round overwrites them.
public struct LayerFeatures: TargetFeatures {
    /// What the draft asked for, side by side: the inputs of the layers in the requested order, then the state after the
    /// final norm, `[tokens, layers · hiddenSize]` or `[tokens, (layers + 1) · hiddenSize]`.
    public let states: Matrix

    /// Which states these are.
    public let request: FeatureRequest

    /// Wraps states.
    ///
    /// - Parameters:
    ///   - states: `[tokens, layers · hiddenSize]`, and `hiddenSize` columns more for the final state.
    ///   - request: Which states these are.
    public init(states: Matrix, of request: FeatureRequest) {
        self.states = states
        self.request = request
    }

    /// Those that one of several drafts wants, copied unless they are all.
    ///
    /// - Parameter wanted: States that are among these.
    /// - Returns: What asking for them alone would have given.
    /// - Precondition: They are among these.
    public func selecting(_ wanted: FeatureRequest) -> any TargetFeatures {
        if wanted == request { return self }
        let places = wanted.layers.map { layer in
            guard let place = request.layers.firstIndex(of: layer) else {
                preconditionFailure("the input of layer \(layer) was not asked for")
            }
            return place
        }
        precondition(request.finalState || !wanted.finalState, "the final state was not asked for")
        let (count, parts) = (request.stateCount, places + (wanted.finalState ? [request.layers.count] : []))
        let width = states.columns / count
        var selected = Matrix(rows: states.rows, columns: parts.count * width)
        for row in 0..<states.rows {
            for (place, part) in parts.enumerated() {
                let columns = part * width..<(part + 1) * width
                selected.copyRow(row, at: place * width, from: states, row: row, columns: columns)
            }
        }
        return LayerFeatures(states: selected, of: wanted)
    }
}

public import Speculation
public import Tensors

/// Hidden states of committed tokens that a ``TransformerTarget`` hands to a draft.
///
/// They are lent: a draft that needs them later copies them, and the next round overwrites them.
public struct LayerFeatures: TargetFeatures {
    /// What the draft asked for, side by side: the inputs of the layers in the requested order, then the state after the
    /// final norm, `[tokens, layers · hiddenSize]` or `[tokens, (layers + 1) · hiddenSize]`.
    public let states: Matrix

    /// Wraps states.
    ///
    /// - Parameter states: `[tokens, layers · hiddenSize]`, and `hiddenSize` columns more for the final state.
    public init(states: Matrix) {
        self.states = states
    }

    /// Those that one of several drafts wants, copied unless they are all.
    ///
    /// - Parameters:
    ///   - wanted: States that are among these.
    ///   - asked: What was asked for, and these are.
    /// - Returns: What asking for the wanted ones alone would have given.
    /// - Precondition: They are among these.
    public func selecting(_ wanted: FeatureRequest, of asked: FeatureRequest) -> any TargetFeatures {
        if wanted == asked { return self }
        let places = wanted.layers.map { layer in
            guard let place = asked.layers.firstIndex(of: layer) else {
                preconditionFailure("the input of layer \(layer) was not asked for")
            }
            return place
        }
        precondition(asked.finalState || !wanted.finalState, "the final state was not asked for")
        let (count, parts) = (asked.stateCount, places + (wanted.finalState ? [asked.layers.count] : []))
        let width = states.columns / count
        var selected = Matrix(rows: states.rows, columns: parts.count * width)
        for row in 0..<states.rows {
            for (place, part) in parts.enumerated() {
                let columns = part * width..<(part + 1) * width
                selected.copyRow(row, at: place * width, from: states, row: row, columns: columns)
            }
        }
        return LayerFeatures(states: selected)
    }
}

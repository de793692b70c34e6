public import Tensors

extension Variable {
    /// Attention of these queries over the keys and values that each row sees.
    ///
    /// With s = scale · q kᵀ over the seen slots and P = softmax(s):  o = P v. With the result's gradient g and
    /// δ = g · o:  dv = Pᵀ g,  ds = P ∘ (g vᵀ - δ),  dq = scale · ds k,  dk = scale · dsᵀ q.
    ///
    /// Only the logarithm of each row's softmax sum is kept for the way back, where the weights are formed again: no
    /// more than some tens of rows of weights exist at any time.
    ///
    /// - Parameters:
    ///   - memory: Keys and values, the rows' own included.
    ///   - visibility: What each row sees.
    ///   - heads: How the columns divide.
    ///   - scale: Multiplies the scores; 1 / √width unless given.
    ///   - window: How many slots a row sees at most, the last ones of its own; all if it is nil.
    /// - Returns: `[rows, heads · width]`.
    /// - Precondition: Shapes fit, and slots exist.
    @_specialize(where Scalar == Float)
    public func attending(
        to memory: AttentionMemory<Scalar>, seeing visibility: Visibility, heads: AttentionHeads,
        scale: Double? = nil, window: Int? = nil
    ) -> Variable {
        precondition(columns == heads.count * heads.width, "queries of \(columns) columns")
        precondition(visibility.rows == rows, "visibility of \(visibility.rows) rows for \(rows)")
        let attention = AttentionPass(
            queries: value, keys: memory.keys.map(\.value), values: memory.values.map(\.value), visibility: visibility,
            heads: heads, scale: Scalar(scale ?? 1 / Double(heads.width).squareRoot()), window: window)
        let (output, logSums) = attention.forward()
        let (keys, values) = (memory.keys.map(\.origin), memory.values.map(\.origin))
        return derived(output, with: memory.keys + memory.values) { [origin] slope, ledger in
            let slopes = attention.backward(slope, output: output, logSums: logSums)
            ledger.add(slopes.queries, to: origin)
            for (pass, key) in keys.enumerated() { ledger.add(slopes.keys[pass], to: key) }
            for (pass, value) in values.enumerated() { ledger.add(slopes.values[pass], to: value) }
        }
    }
}

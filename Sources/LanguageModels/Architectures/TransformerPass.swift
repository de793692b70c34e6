import Speculation
import Tensors

/// What a pass through all layers needs beside weights and keys: the layers' operations, and the residual stream.
///
/// It holds nothing of a sequence between passes, so that all sequences of a model share a few of them
/// (``TransformerPasses``).
struct TransformerPass: Sendable {
    private var operations: StoredOperations
    private var stream: Matrix
    private var lastStates: Matrix

    init(_ model: Transformer) {
        operations = StoredOperations(rotations: model.rotations)
        stream = Matrix(rows: 0, columns: model.configuration.hiddenSize)
        lastStates = stream
    }

    /// Borrows a sequence's cache for the coming pass; caches are lent in the order of the batch's parts.
    mutating func borrow(_ cache: inout KeyValueCache) {
        var lent = KeyValueCache()
        swap(&lent, &cache)
        operations.caches.append(lent)
    }

    /// Gives back the cache that was borrowed last.
    mutating func giveBack(_ cache: inout KeyValueCache) { cache = operations.caches.removeLast() }

    /// Passes tokens through all layers; keys and values are written but not committed.
    ///
    /// - Parameters:
    ///   - tokens: `[rows]`, each below the vocabulary's size.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - model: Whose layers.
    ///   - rows: Which rows get logits; all of several sequences'.
    ///   - results: Where logits and states go.
    mutating func run(
        _ tokens: [Token], in batch: LayerBatch, of model: Transformer, logits rows: TransformerSession.LogitRows,
        into results: inout PassResults
    ) {
        operations.begin(batch)
        defer { operations.end() }
        model.embedding.lookUp(tokens, into: &stream)
        if let factor = model.embeddingFactor { stream.multiply(by: factor) }
        // Of the last layer's rows only those come out whose logits are asked for: the others leave keys and values.
        let (last, asked) = (model.stack.layers.count - 1, rows.count(of: tokens.count))
        for layer in 0..<last { apply(layer, of: model, asking: tokens.count, into: &results) }
        if asked < tokens.count && results.wantsOutput(of: last) {
            captureLastLayer(of: stream, in: model, into: &results)
        }
        apply(last, of: model, asking: asked, into: &results)
        if asked == tokens.count { captureFinal(of: model, into: &results) }
        computeLogits(rows, of: model, route: batch.route, into: &results)
    }

    private mutating func apply(
        _ layer: Int, of model: Transformer, asking asked: Int, into results: inout PassResults
    ) {
        results.capture(stream, entering: layer)
        operations.beginLayer(asking: asked)
        stream.assign(model.stack.layers[layer].advance(stream, on: &operations))
    }

    /// Captures what all rows become in the last layer.
    ///
    /// Logits are not computed of these, so that they do not depend on what is captured: among many rows a product may
    /// round otherwise.
    private mutating func captureLastLayer(
        of entering: Matrix, in model: Transformer, into results: inout PassResults
    ) {
        apply(model.stack.layers.count - 1, of: model, asking: entering.rows, into: &results)
        captureFinal(of: model, into: &results)
        stream.assign(entering)
    }

    private mutating func captureFinal(of model: Transformer, into results: inout PassResults) {
        results.capture(stream, entering: model.stack.layers.count)
        if results.request.finalState { model.stack.finalNorm.apply(stream, into: &results.finalStates) }
    }

    /// Of the rows that came out of the last layer.
    private mutating func computeLogits(
        _ rows: TransformerSession.LogitRows, of model: Transformer, route: ProductRoute,
        into results: inout PassResults
    ) {
        switch rows {
        case .none: return
        case .all:
            if !results.request.finalState { model.stack.finalNorm.apply(stream, into: &results.finalStates) }
            model.outputHead.multiply(results.finalStates, into: &results.logits, route: route)
        case .last, .from:
            model.stack.finalNorm.apply(stream, into: &lastStates)
            model.outputHead.multiply(lastStates, into: &results.logits, route: route)
        }
        if let cap = model.configuration.plan.logitSoftCap { results.logits.bound(by: cap) }
    }
}

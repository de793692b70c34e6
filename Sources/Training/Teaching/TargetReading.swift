package import Autograd
import LanguageModels
package import Speculation
import Tensors

/// What the target makes of one sequence, read once and without gradients.
package struct TargetReading {
    /// The features that the head reads, `[tokens, layers · width]`.
    package let features: DenseMatrix<Float>

    /// The logits after each token over the draft's vocabulary, `[tokens, vocabulary]`.
    package let logits: DenseMatrix<Float>

    /// The logarithm of the sum of exponentials over the target's whole vocabulary, `[tokens]`.
    package let logSums: [Float]

    /// The most probable token after each, `[tokens]`; the lowest of equals.
    package let best: [Token]

    /// The target with all tokens in its cache.
    let session: TransformerSession

    /// Rows are read in pieces, so that logits over a large vocabulary exist for this many rows only.
    private static let rowsOfPiece = 256

    /// Reads a sequence.
    ///
    /// - Throws: `ModelError` if it exceeds the context, or the target yields numbers that are not finite.
    init(_ tokens: [Token], by model: Transformer, features request: FeatureRequest, vocabulary: [Token]) throws {
        let limit = model.configuration.contextLimit
        guard tokens.count <= limit else {
            throw model.error("a sequence of \(tokens.count) tokens exceeds the context of \(limit)")
        }
        var session = try TransformerSession(model, capturing: request)
        var features: [Float] = []
        var logits: [Float] = []
        var (logSums, best): ([Float], [Token]) = ([], [])
        for start in stride(from: 0, to: tokens.count, by: Self.rowsOfPiece) {
            let piece = Array(tokens[start..<min(start + Self.rowsOfPiece, tokens.count)])
            let batch = LayerBatch.causal(past: start, rows: piece.count, route: .throughput)
            try session.run(piece, in: batch, logits: .all)
            session.cache.append(piece.count)
            features += session.layerStates.values
            let rows = DenseMatrix(session.logits)
            logSums += rows.rowLogSums()
            best += rows.greatestColumns()
            logits += rows.gatheringColumns(vocabulary).values
        }
        self.features = DenseMatrix(
            features, rows: tokens.count, columns: features.count / max(tokens.count, 1))
        self.logits = DenseMatrix(logits, rows: tokens.count, columns: vocabulary.count)
        self.logSums = logSums
        self.best = best
        self.session = session
    }

    /// The target's distribution after some tokens over the draft's vocabulary.
    ///
    /// - Parameters:
    ///   - rows: Which tokens.
    ///   - isRenormalised: Whether each row sums to 1; if not, what it lacks is the other tokens' share.
    /// - Returns: `[rows, vocabulary]`.
    func distributions(_ rows: [Int], isRenormalised: Bool) -> DenseMatrix<Float> {
        let chosen = logits.gatheringRows(rows)
        return chosen.exponentials(lessRows: isRenormalised ? chosen.rowLogSums() : rows.map { logSums[$0] })
    }
}

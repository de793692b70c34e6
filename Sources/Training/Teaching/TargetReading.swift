package import Autograd
import LanguageModels
package import Speculation
import Tensors

/// What the target makes of one sequence, read once and without gradients.
package struct TargetReading {
    /// The features that the head reads, `[tokens, layers · width]`.
    package let features: DenseMatrix<Float>

    /// The first token after which the target was asked what follows; a prompt's logits are of no interest.
    package let firstAsked: Int

    /// The logits over the draft's vocabulary after each token asked about, `[tokens - firstAsked, vocabulary]`.
    package let logits: DenseMatrix<Float>

    /// The logarithm of the sum of exponentials over the target's whole vocabulary, `[tokens - firstAsked]`.
    package let logSums: [Float]

    /// The most probable token after each one asked about, `[tokens - firstAsked]`; the lowest of equals.
    private let best: [Token]

    /// The target with all tokens in its cache.
    let session: TransformerSession

    /// Rows are read in pieces, so that logits over a large vocabulary exist for this many rows only.
    private static let rowsOfPiece = 256

    /// Reads a sequence.
    ///
    /// - Throws: `ModelError` if it exceeds the context, or the target yields numbers that are not finite.
    init(
        _ sequence: TrainingSequence, by model: Transformer, features request: FeatureRequest, vocabulary: [Token]
    ) throws {
        let tokens = sequence.tokens
        let limit = model.configuration.contextLimit
        guard tokens.count <= limit else {
            throw model.error("a sequence of \(tokens.count.counting("token")) exceeds the context of \(limit)")
        }
        firstAsked = max((sequence.isAnswer.firstIndex(of: true) ?? tokens.count) - 1, 0)
        var session = try TransformerSession(model, capturing: request)
        var features: [Float] = []
        features.reserveCapacity(tokens.count * session.layerStates.columns)
        var logits: [Float] = []
        logits.reserveCapacity((tokens.count - firstAsked) * vocabulary.count)
        var (logSums, best): ([Float], [Token]) = ([], [])
        for start in stride(from: 0, to: tokens.count, by: Self.rowsOfPiece) {
            let range = start..<min(start + Self.rowsOfPiece, tokens.count)
            let batch = LayerBatch.causal(past: start, rows: range.count, route: .throughput)
            let isAsked = range.upperBound > firstAsked
            try session.run(
                Array(tokens[range]), in: batch, logits: isAsked ? .from(max(firstAsked - start, 0)) : .none)
            session.cache.append(range.count)
            features += session.layerStates.values
            guard isAsked else { continue }
            let rows = DenseMatrix(session.logits)
            logSums += rows.rowLogSums()
            best += rows.greatestColumns()
            logits += rows.gatheringColumns(vocabulary).values
        }
        self.features = DenseMatrix(
            features, rows: tokens.count, columns: features.count / max(tokens.count, 1))
        self.logits = DenseMatrix(logits, rows: best.count, columns: vocabulary.count)
        self.logSums = logSums
        self.best = best
        self.session = session
    }

    /// The target's most probable token after one that was asked about.
    package func best(after place: Int) -> Token {
        precondition(place >= firstAsked, "what follows token \(place) was not asked")
        return best[place - firstAsked]
    }

    /// The target's distribution after some tokens over the draft's vocabulary; what rows lack of 1 is the other tokens'.
    ///
    /// - Parameter rows: Which tokens.
    /// - Returns: `[rows, vocabulary]`.
    func distributions(_ rows: [Int]) -> DenseMatrix<Float> {
        precondition(rows.allSatisfy { $0 >= firstAsked }, "a row that was not asked about")
        let places = rows.map { $0 - firstAsked }
        return logits.gatheringRows(places).exponentials(lessRows: places.map { logSums[$0] })
    }

    /// The target's distribution over the draft's vocabulary alone after every token asked about.
    ///
    /// - Returns: `[tokens - firstAsked, vocabulary]`; each row sums to 1.
    func renormalizedDistributions() -> DenseMatrix<Float> {
        logits.exponentials(lessRows: logits.rowLogSums())
    }
}

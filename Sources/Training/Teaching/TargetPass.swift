import Autograd
import LanguageModels
import Speculation
import Tensors

/// A pass of the target over one sequence, piece by piece.
struct TargetPass {
    /// The features asked for, `[tokens, layers · width]`.
    let features: DenseMatrix<Float>

    /// The states after the final norm of the tokens asked about, `[tokens - first asked, width]`; without columns unless wanted.
    let states: DenseMatrix<Float>

    /// The logits over some tokens after each token asked about, `[tokens - first asked, vocabulary]`.
    let logits: DenseMatrix<Float>

    /// The logarithm of the sum of exponentials over the whole vocabulary, `[tokens - first asked]`.
    let logSums: [Float]

    /// The most probable token, the lowest of equals, `[tokens - first asked]`.
    let best: [Token]

    /// The target with all tokens in its cache.
    let session: TransformerSession

    /// Rows are read in pieces, so that logits over a large vocabulary exist for this many rows only.
    private static let rowsOfPiece = 256

    /// Runs the target.
    ///
    /// - Parameters:
    ///   - tokens: The sequence.
    ///   - firstAsked: The first token after which logits are of interest.
    ///   - model: The target.
    ///   - request: The features that the head reads.
    ///   - vocabulary: The tokens whose logits are wanted.
    ///   - wantsStates: Whether the last states are wanted too.
    /// - Throws: `ModelError` if the sequence exceeds the context, or the target yields numbers that are not finite.
    init(
        over tokens: [Token], askingFrom firstAsked: Int, by model: Transformer, features request: FeatureRequest,
        vocabulary: [Token], wantsStates: Bool = false
    ) throws {
        let limit = model.configuration.contextLimit
        guard tokens.count <= limit else {
            throw model.error("a sequence of \(tokens.count.counting("token")) exceeds the context of \(limit)")
        }
        var request = request
        request.finalState = request.finalState || wantsStates
        var session = try TransformerSession(model, capturing: request)
        var (features, states, logits): ([Float], [Float], [Float]) = ([], [], [])
        logits.reserveCapacity((tokens.count - firstAsked) * vocabulary.count)
        var (logSums, best): ([Float], [Token]) = ([], [])
        for start in stride(from: 0, to: tokens.count, by: Self.rowsOfPiece) {
            let range = start..<min(start + Self.rowsOfPiece, tokens.count)
            let batch = LayerBatch.causal(past: start, rows: range.count, route: .throughput)
            let isAsked = range.upperBound > firstAsked
            let first = max(firstAsked - start, 0)
            try session.run(Array(tokens[range]), in: batch, logits: isAsked ? .from(first) : .none)
            session.cache.append(range.count)
            features += session.layerStates.values
            guard isAsked else { continue }
            if wantsStates { states += session.finalStates.values.dropFirst(first * model.configuration.hiddenSize) }
            let rows = DenseMatrix(session.logits)
            logSums += rows.rowLogSums()
            best += rows.greatestColumns()
            logits += rows.gatheringColumns(vocabulary).values
        }
        self.features = DenseMatrix(features, rows: tokens.count, columns: features.count / max(tokens.count, 1))
        self.states = DenseMatrix(
            states, rows: best.count, columns: wantsStates ? model.configuration.hiddenSize : 0)
        self.logits = DenseMatrix(logits, rows: best.count, columns: vocabulary.count)
        self.logSums = logSums
        self.best = best
        self.session = session
    }
}

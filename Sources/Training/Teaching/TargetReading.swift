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

    /// The target with all tokens in its cache; nil where what it made of them had been kept.
    private let session: TransformerSession?

    /// Reads a sequence, or takes what was kept of it.
    ///
    /// - Parameters:
    ///   - sequence: The sequence.
    ///   - model: The target.
    ///   - request: The features that the head reads.
    ///   - vocabulary: The target's token of each draft id, ascending.
    ///   - kept: Where it is kept; nil where it is not.
    /// - Throws: `ModelError` if it exceeds the context, or the target yields numbers that are not finite.
    init(
        _ sequence: TrainingSequence, by model: Transformer, features request: FeatureRequest, vocabulary: [Token],
        keptIn kept: KeptFeatures? = nil
    ) throws {
        let tokens = sequence.tokens
        firstAsked = max((sequence.isAnswer.firstIndex(of: true) ?? tokens.count) - 1, 0)
        guard let kept else {
            let pass = try TargetPass(
                over: tokens, askingFrom: firstAsked, by: model, features: request, vocabulary: vocabulary)
            (features, logits, logSums, best) = (pass.features, pass.logits, pass.logSums, pass.best)
            session = pass.session
            return
        }
        let asked = tokens.count - firstAsked
        var pass: TargetPass?
        let reading: KeptReading
        if let known = kept.cache.reading(of: sequence, asked: asked) {
            reading = known
        } else {
            let made = try TargetPass(
                over: tokens, askingFrom: firstAsked, by: model, features: request, vocabulary: [], wantsStates: true)
            reading = try kept.cache.keep(made, of: sequence, asked: asked)
            pass = made
        }
        (features, logSums, best) = (reading.features, reading.logSums, reading.best)
        logits = kept.logits(of: reading.states)
        session = pass?.session
    }

    /// The target with all tokens in its cache, which it reads if it has not.
    func session(after tokens: [Token], by model: Transformer) throws -> TransformerSession {
        if let session { return session }
        return try TargetPass(
            over: tokens, askingFrom: tokens.count, by: model, features: FeatureRequest(), vocabulary: []
        ).session
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

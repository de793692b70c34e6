package import Autograd
package import LanguageModels
package import Speculation
import Tensors

/// A cache of the target's features, and how the logits that training asks for are made of what it holds.
package struct KeptFeatures: Sendable {
    let cache: FeatureCache

    /// The target's output rows of the draft's tokens, `[vocabulary, width]`.
    private let outputRows: DenseMatrix<Float>
    private let softCap: Float?
    private let rounding: FactorRounding

    /// Puts both together.
    ///
    /// - Parameters:
    ///   - cache: The cache.
    ///   - target: Whose features are in it.
    ///   - vocabulary: The target's token of each draft id, ascending.
    ///   - rounding: How far the factors of products are rounded.
    package init(
        _ cache: FeatureCache, of target: Transformer, vocabulary: [Token], roundingFactors rounding: FactorRounding
    ) {
        self.cache = cache
        self.rounding = rounding
        softCap = target.configuration.plan.logitSoftCap
        var rows = Matrix(rows: 0, columns: target.configuration.hiddenSize)
        target.outputHead.lookUp(vocabulary, into: &rows)
        outputRows = DenseMatrix(rows)
    }

    /// The logits over the draft's vocabulary that states give, `[rows, vocabulary]`.
    func logits(of states: DenseMatrix<Float>) -> DenseMatrix<Float> {
        let weights = Variable(constant: outputRows).roundingFactors(rounding)
        let logits = Variable(constant: states).multiplied(byTransposeOf: weights).value
        guard let softCap else { return logits }
        var bounded = Matrix(logits)
        bounded.bound(by: softCap)
        return DenseMatrix(bounded)
    }
}

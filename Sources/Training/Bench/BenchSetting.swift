package import Autograd
package import LanguageModels
package import Speculation

/// What the benches of all sequences have in common.
package struct BenchSetting: Sendable {
    /// The target.
    let target: Transformer

    /// The strategy's own builder.
    let builder: any TreeBuilder

    /// The strategy's own temperature.
    let temperature: Double

    /// What the objective asks for.
    let traits: ObjectiveTraits

    /// The frozen copy of the start; nil unless the objective needs it.
    let reference: (any TrainableDraft)?

    /// How far factors of the draft's products are rounded.
    let factorRounding: FactorRounding

    /// Where what the target makes of sequences is kept; nil where it is not.
    let kept: KeptFeatures?

    /// The target's token of each draft id, ascending.
    let vocabulary: [Token]

    /// The draft's id of each of the target's tokens that it can propose.
    let draftIDs: [Token: Int]

    package init(
        target: Transformer, builder: any TreeBuilder, temperature: Double, traits: ObjectiveTraits,
        start: any TrainableDraft, factorRounding: FactorRounding = .none, kept: KeptFeatures? = nil
    ) {
        self.target = target
        self.builder = builder
        self.temperature = temperature
        self.traits = traits
        reference = traits.needsReferenceDraft ? start : nil
        self.factorRounding = factorRounding
        self.kept = kept
        vocabulary = start.vocabulary
        draftIDs = Dictionary(uniqueKeysWithValues: start.vocabulary.enumerated().map { ($1, $0) })
    }

    /// Floating-point operations of one row of the target, logits included.
    ///
    /// - Parameter context: How many rows it attends to.
    /// - Returns: A multiplication and an addition count as two.
    func targetCost(context: Double) -> Double {
        target.configuration.rowOperations(context: context) + target.configuration.logitsOperations
    }
}

import Autograd
import Decoding
package import Evaluation
import Foundation
package import LanguageModels
package import Ranks
package import Speculation
package import Strategies
package import Training

/// Opens what training needs: the target, the head, the data, the held-out prompts.
package struct TrainingSetup {
    package let strategy: Strategy
    package let options: TrainerOptions
    package let draft: any TrainableDraft
    package let corpus: Corpus

    /// What the run is; states of another are refused.
    package let identity: RunIdentity

    /// Asked between updates, and between rounds of held-out prompts; once true, a run stops where it can go on.
    package var isCancelled: @Sendable () -> Bool = { false }

    /// What is doubtful about the data, a sentence each.
    package let doubts: [String]

    private let objective: any Objective
    private let target: OpenedTarget
    private let builder: any TreeBuilder
    package let heldOut: HeldOutPrompts

    /// Opens what one run needs.
    package init(_ strategy: Strategy, chat: ChatSettings) throws {
        var sources = try TrainingSources(
            targetOf: strategy, chat: chat)
        try self.init(strategy, from: &sources)
    }

    /// Opens what one of several runs needs.
    ///
    /// - Parameters:
    ///   - strategy: What to train.
    ///   - sources: The strategy's target, and the conversations that runs have in common.
    /// - Throws: If the strategy cannot be trained, or a file is missing, damaged or does not fit.
    package init(_ strategy: Strategy, from sources: inout TrainingSources) throws {
        guard let recipe = strategy.draft.product as? any TrainableRecipe else {
            throw RuntimeError("\(strategy.file): \(strategy.obstacleToTraining ?? "it cannot be trained")")
        }
        guard let training = strategy.training, let builder = strategy.builder?.product else {
            throw RuntimeError(
                "\(strategy.file): the strategy has no section 'train', which names the objective: train: "
                    + "{objective: cross-entropy}")
        }
        self.strategy = strategy
        self.builder = builder
        options = training.trainer
        objective = training.objective.product
        target = sources.target
        corpus = try sources.corpus(options)
        heldOut = try sources.heldOutPrompts(options)
        doubts = [try sources.doubt(about: options)].compactMap(\.self)
        let context = DraftLoading(target: target.target, locate: { try ModelLocator().locate($0) })
        let (sequences, known, options) = (corpus.sequences, target.target.vocabularySize, options)
        draft = try strategy.placing(strategy.startPlace) {
            let size =
                options.draftVocabulary > 0 ? options.draftVocabulary : try recipe.usualVocabularySize(in: context)
            let chosen = try size.map {
                try DraftVocabularyChoice(size: $0, vocabularySize: known, sequences: sequences)
            }
            return try recipe.trainable(
                in: context, from: options.start, seed: options.seed, proposing: chosen?.tokens)
        }
        identity = RunIdentity(
            of: strategy, target: target.model, start: draft, data: corpus, heldOut: heldOut)
    }

    /// As many of the longest sequences as an update takes.
    var longestSequences: [TrainingSequence] {
        Array(corpus.sequences.sorted { $0.tokens.count > $1.tokens.count }.prefix(options.batch))
    }

    /// A trainer, new or restored.
    ///
    /// - Parameters:
    ///   - state: What it goes on from; nil where it begins.
    ///   - sequences: What it sees; nil for all.
    ///   - isTrial: Whether its updates are thrown away: nothing is written then.
    /// - Returns: The trainer.
    /// - Throws: If the draft cannot be trained on them, or the folder of features is another target's.
    package func trainer(
        from state: TrainerState?, on sequences: [TrainingSequence]? = nil, isTrial: Bool = false
    ) throws -> Trainer {
        try Trainer(
            TrainedStrategy(target: target.model, builder: builder, temperature: strategy.sampling.temperature),
            draft: draft, objective: objective, sequences: sequences ?? corpus.sequences, options: options,
            state: state, cache: isTrial ? nil : cache())
    }

    /// The folder where what the target makes of sequences is kept; nil where none is named.
    private func cache() throws -> FeatureCache? {
        try options.featureCache.map { folder in
            try FeatureCache(
                in: folder, mostBytes: Int(options.featureCacheSize * 0x1p30), of: target.model,
                features: draft.features ?? FeatureRequest())
        }
    }

    /// A run, new or restored.
    ///
    /// - Parameters:
    ///   - folder: Where head and states go.
    ///   - state: What it goes on from; nil where it begins.
    ///   - ranks: The processes among which batches are divided, this one leading; nil for this one alone.
    /// - Returns: The run.
    /// - Throws: If the draft cannot be trained.
    package func run(
        in folder: RunFolder, from state: TrainerState?, among ranks: RankGroup? = nil
    ) throws -> TrainingRun {
        var trainer = try trainer(from: state)
        if let ranks { trainer.divideBatches(among: ranks) }
        var run = TrainingRun(trainer, in: folder, identity: identity) { try evaluate($0) }
        run.isCancelled = isCancelled
        return run
    }

    /// Decodes the held-out prompts as the strategy does, with another draft.
    package func evaluate(_ draft: any DraftPolicy) throws -> HeldOutTally? {
        let engine = DecodingEngine(
            target: target.target, draft: draft, builder: builder, verifier: strategy.verifier.product)
        return try HeldOutTally(
            of: heldOut.prompts, with: engine,
            rules: DecodingRules(sampling: strategy.sampling, limits: heldOut.limits), seed: strategy.seed,
            isCancelled: isCancelled)
    }

    /// What the run is about, before it starts; and what of the held-out file is not measured on, if anything.
    package var heading: String {
        let isWhole = heldOut.unusable.isEmpty && heldOut.tooLong == 0
        return
            "\(strategy.name), objective \(strategy.training?.objective.name ?? ""): \(draft.parameters.count.counting("parameter")), "
            + "\(corpus.summary)\n" + (isWhole ? "" : "held out: \(heldOut.summary)\n")
    }
}

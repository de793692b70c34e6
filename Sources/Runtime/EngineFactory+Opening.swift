import Decoding
import LanguageModels
import Speculation
package import Strategies
import Training

extension EngineFactory {
    /// Opens what running a strategy opens, and decodes nothing: target, draft, tokenizer, chat format, file of costs; and
    /// where the strategy is one to train, its draft as training opens it, and its files of conversations.
    ///
    /// - Parameter strategy: What names them.
    /// - Returns: What is wrong, a sentence each with the strategy's file; none where all is well.
    package mutating func faultsOpening(_ strategy: Strategy) -> [String] {
        do {
            _ = try target(of: strategy)
        } catch {
            // Nothing else can be told apart from this.
            return [strategy.sentence(about: error)]
        }
        var faults: [String] = []
        func attempt(_ body: () throws -> Void) {
            do {
                try body()
            } catch {
                faults.append(strategy.sentence(about: error))
            }
        }
        attempt { try openDraft(of: strategy) }
        attempt { _ = try rules(for: strategy) }
        for (file, needsAnswers) in strategy.training.map({ [($0.trainer.data, true), ($0.trainer.heldOut, false)] })
            ?? []
        {
            attempt { _ = try ConversationLocator.file(file, requiringAnswers: needsAnswers) }
        }
        attempt { _ = try strategy.builder.map { try CostLocator.pinnedCosts(of: $0.product) } }
        return faults
    }

    /// Opens the draft to decode with, or to train.
    private mutating func openDraft(of strategy: Strategy) throws {
        guard let options = strategy.training?.trainer, let recipe = strategy.draft.product as? any TrainableRecipe
        else {
            _ = try engine(for: strategy, findsCosts: false)
            return
        }
        let target = try target(of: strategy).target
        let context = DraftLoading(target: target, locate: { [locator] in try locator.locate($0) })
        // Which tokens, the data decide; here their number does.
        try strategy.placing(strategy.startPlace) {
            let size =
                options.draftVocabulary > 0 ? options.draftVocabulary : try recipe.usualVocabularySize(in: context)
            let tokens = size.map { Array(0..<min($0, target.vocabularySize)) }
            _ = try recipe.trainable(in: context, from: options.start, seed: options.seed, proposing: tokens)
        }
    }
}

extension Strategy {
    /// What is wrong with something that the file names; faults with places name the file themselves.
    fileprivate func sentence(about error: any Error) -> String {
        error is StrategyFaults ? "\(error)" : "\(file): \(error)"
    }
}

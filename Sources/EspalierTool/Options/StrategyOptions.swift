import ArgumentParser
import Foundation
import Runtime
import Speculation
import Strategies

/// One strategy and what replaces its values.
struct StrategyOptions: ParsableArguments {
    @Argument(help: "Strategy: a file, or the name of one that comes with the package.")
    var strategy: String?

    @OptionGroup(title: "Models") var models: ModelOptions

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions

    /// What the options put in place of a strategy file's values.
    var overrides: StrategyOverrides {
        get throws { try models.overrides.drawing(as: sampling) }
    }

    /// Reads the strategy; without one, a strategy that needs a head, or for a model without one a small model if it is named, else prompt lookup.
    ///
    /// - Parameters:
    ///   - withHead: The strategy where there is a head.
    ///   - registry: What its file may name.
    ///   - mayBePrompt: Whether somebody may have given a prompt in the strategy's place: none is given otherwise.
    /// - Returns: The strategy.
    /// - Throws: If there is no such strategy, or its file has faults.
    func read(
        otherwise withHead: String, naming registry: PluginRegistry, mayBePrompt: Bool = false
    ) throws -> Strategy {
        let suitable =
            models.model == nil || !models.head.isEmpty
            ? withHead : !models.draftModel.isEmpty ? "small-model-cost-aware" : "prompt-lookup-cost-aware"
        do {
            return try StrategyLocator(registry: registry, overrides: overrides).strategy(strategy ?? suitable)
        } catch {
            guard mayBePrompt, let strategy, strategy != "-", !FileManager.default.fileExists(atPath: strategy) else {
                throw error
            }
            throw CommandFailure("\(error)\nif it is a prompt: --prompt \(strategy.shellWord)")
        }
    }
}

extension StrategyOverrides {
    /// The same, and what command-line options put in place of a strategy file's sampling.
    func drawing(as sampling: SamplingOptions) -> StrategyOverrides {
        var overrides = self
        overrides.sampling = sampling.values.mapValues { OptionValue($0) }
        return overrides
    }
}

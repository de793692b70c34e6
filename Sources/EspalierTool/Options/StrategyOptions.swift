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

    /// Reads the strategy; without one, that which suits the model at hand and the draft that is named, or lies beside it.
    ///
    /// - Parameters:
    ///   - bundled: The strategy of the bundled model with an EAGLE-3 head, its own or one that is named.
    ///   - registry: What its file may name.
    ///   - mayBePrompt: Whether somebody may have given a prompt in the strategy's place: none is given otherwise.
    /// - Returns: The strategy.
    /// - Throws: If there is no such strategy, or its file has faults.
    func read(
        otherwise bundled: String, naming registry: PluginRegistry, mayBePrompt: Bool = false
    ) throws -> Strategy {
        var overrides = try overrides
        guard let strategy else {
            guard let suitable = try models.suitableStrategy(in: registry),
                models.model != nil || !suitable.needsEAGLE3Head
            else {
                return try StrategyLocator(registry: registry, overrides: overrides).strategy(bundled)
            }
            if let remark = suitable.remark { StandardError.remark(remark) }
            overrides.replace(suitable.draft)
            return try StrategyLocator(registry: registry, overrides: overrides).strategy(suitable.name)
        }
        do {
            return try StrategyLocator(registry: registry, overrides: overrides).strategy(strategy)
        } catch {
            guard mayBePrompt, strategy != "-", !FileManager.default.fileExists(atPath: strategy) else {
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

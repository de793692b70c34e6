public import Foundation
import YAML

/// Reads experiment files as strictly as strategy files: all faults of a file at once, each with its place.
///
/// A file has a strategy's sections (`train` left out) and `budget`, `seeds`, `arms` and `evaluate`. Every arm makes a
/// strategy of its own, which ``StrategyReader`` reads like any other, so that an arm's options mean what they mean there.
public struct ExperimentReader: Sendable {
    /// Reads the strategies that arms and trees make.
    public let strategies: StrategyReader

    /// What the command line puts in place of the file's values.
    public let overrides: ExperimentOverrides

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - strategies: Reads the strategies that arms and trees make.
    ///   - overrides: What the command line puts in place of the file's values.
    public init(strategies: StrategyReader, overrides: ExperimentOverrides = ExperimentOverrides()) {
        self.strategies = strategies
        self.overrides = overrides
    }

    /// Reads a file.
    ///
    /// - Throws: Every fault of the file, or why it cannot be read.
    public func read(_ url: URL) throws(StrategyFaults) -> Experiment {
        let document = try StrategyReader.document(at: url, kind: "an experiment")
        guard !ExperimentFile.isStrategy(document) else {
            throw StrategyFaults([
                StrategyFaults.File(
                    document.source,
                    [
                        SourceFault(
                            "this is a strategy and not an experiment: 'espalier train' trains it, 'espalier compare' "
                                + "measures it")
                    ])
            ])
        }
        return try resolve(ExperimentFile(document))
    }

    /// Reads a text, which reports call `name`.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - name: What reports call the text; without its ending it is the experiment's name where the text gives none.
    /// - Returns: The experiment.
    /// - Throws: Every fault of the text.
    public func read(text: String, name: String) throws(StrategyFaults) -> Experiment {
        try resolve(ExperimentFile(StrategyReader.document(text: text, name: name)))
    }
}

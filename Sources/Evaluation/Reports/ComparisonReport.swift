public import Foundation
import JSON

/// A comparison ready to be shown: as a table for a terminal, as markdown, and as JSON.
///
/// The JSON's keys are a contract (snake case); figures that do not exist are null, never left out.
public struct ComparisonReport: Sendable {
    /// What was measured.
    public let result: ComparisonResult

    /// The strategies' rows.
    public let strategies: [StrategyReport]

    /// Variants of one strategy, each with the first of them.
    public let variants: [VariantPair]

    /// The machine that measured.
    public let machine: Machine

    /// Versions by name: the toolkit, the compiler, the model.
    public let versions: [String: String]

    /// How intervals were found.
    public let bootstrap: PairedBootstrap

    /// Derives all figures.
    ///
    /// - Parameters:
    ///   - result: What was measured.
    ///   - machine: The machine that measured.
    ///   - versions: Versions by name.
    ///   - bootstrap: How to find intervals.
    public init(
        of result: ComparisonResult, machine: Machine, versions: [String: String],
        bootstrap: PairedBootstrap = PairedBootstrap()
    ) {
        self.result = result
        self.machine = machine
        self.versions = versions
        self.bootstrap = bootstrap
        variants = VariantPair.pairs(among: result.contestants, by: bootstrap)
        strategies = result.contestants.map { contestant in
            StrategyReport(contestant, over: result.contestants[contestant.baseline], by: bootstrap)
        }
    }

    /// Whether a greedy answer that had to be plain decoding's was not; a command exits with a fault then.
    public var hasDifferences: Bool { !result.differences.isEmpty }

    /// The report as JSON, indented, keys in alphabetical order, with a line feed at the end.
    ///
    /// - Throws: What a resolved strategy throws when it is encoded.
    public func json() throws -> Data { try Data(JSONText.document(of: self).utf8) }
}

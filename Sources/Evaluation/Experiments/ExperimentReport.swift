public import Foundation
import JSON

/// An experiment ready to be shown: as tables for a terminal, and as JSON.
///
/// The JSON's keys are a contract (snake case); figures that do not exist are null, never left out.
public struct ExperimentReport: Sendable {
    /// The experiment's name.
    public let name: String

    /// What each arm could spend on each seed, in words.
    public let budget: String

    /// The experiment as resolved.
    public let resolved: any Encodable & Sendable

    /// What was measured.
    public let result: ComparisonResult

    /// Every head at every tree, in the order of the comparison's entries.
    public let heads: [HeadReport]

    /// Every arm at every tree, seeds pooled: trees in order, arms in order within each.
    public let arms: [ArmReport]

    /// The counts of plain decoding, which speed-ups are over.
    public let plain: StrategyTally

    /// All pairs of arms at the same tree.
    public let pairs: [ArmPair]

    /// Trainings that could not go on; an arm's figures are those of its other seeds.
    public let failures: [FailedTraining]

    /// The machine that measured.
    public let machine: Machine

    /// Versions by name: the toolkit, the compiler, the model.
    public let versions: [String: String]

    /// How intervals were found.
    public let bootstrap: PairedBootstrap

    /// Derives all figures.
    ///
    /// - Parameters:
    ///   - result: What was measured; its last contestants are those given, in their order.
    ///   - contestants: What the comparison's entries stand for.
    ///   - failures: Trainings that could not go on.
    ///   - name: The experiment's name.
    ///   - budget: What each arm could spend, in words.
    ///   - resolved: The experiment as resolved.
    ///   - machine: The machine that measured.
    ///   - versions: Versions by name.
    ///   - bootstrap: How to find intervals.
    public init(
        of result: ComparisonResult, contestants: [ExperimentContestant], failures: [FailedTraining] = [], name: String,
        budget: String, resolved: any Encodable & Sendable, machine: Machine, versions: [String: String],
        bootstrap: PairedBootstrap = PairedBootstrap()
    ) {
        self.result = result
        self.failures = failures
        self.name = name
        self.budget = budget
        self.resolved = resolved
        self.machine = machine
        self.versions = versions
        self.bootstrap = bootstrap
        let measured = result.contestants.suffix(contestants.count)
        precondition(measured.count == contestants.count, "a comparison of other heads")
        let plain = measured.first.map { result.contestants[$0.baseline].tally } ?? StrategyTally()
        self.plain = plain
        let heads = zip(contestants, measured).map { HeadReport($0, $1.tally, over: plain, by: bootstrap) }
        self.heads = heads
        var arms: [ArmReport] = []
        for tree in Self.distinct(contestants.map(\.tree)) {
            for arm in Self.distinct(contestants.map(\.arm)) {
                let own = heads.filter { $0.contestant.arm == arm && $0.contestant.tree == tree }
                if !own.isEmpty { arms.append(ArmReport(own, over: plain, by: bootstrap)) }
            }
        }
        self.arms = arms
        pairs = arms.indices.flatMap { later in
            arms[..<later].filter { $0.tree == arms[later].tree }
                .map { ArmPair(arms[later], with: $0, by: bootstrap) }
        }
    }

    /// Whether a greedy answer that had to be plain decoding's was not; a command exits with a fault then.
    public var hasDifferences: Bool { !result.differences.isEmpty }

    /// The report as JSON, indented, keys in alphabetical order, with a line feed at the end.
    ///
    /// - Throws: What the resolved experiment throws when it is encoded.
    public func json() throws -> Data { try Data(JSONText.document(of: self).utf8) }

    /// Each value once, in the order in which they first occur.
    private static func distinct(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}

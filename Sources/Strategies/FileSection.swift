public import Speculation

/// A section of strategy and experiment files, and what may stand in it: the list that readers and listings share.
///
/// A section's keys are declared where they are read; ``keys(naming:)`` asks those places.
public enum FileSection: String, CaseIterable, Sendable {
    case name, target, draft, tree, verify, sampling, train, trainer, budget, seeds, arms, evaluate

    /// The sections of a strategy file, in the order in which files should have them.
    public static let ofStrategies: [FileSection] = [
        .name, .target, .draft, .tree, .verify, .sampling, .train, .trainer,
    ]

    /// The sections of an experiment file, in the order in which files should have them.
    public static let ofExperiments: [FileSection] = [
        .name, .target, .draft, .tree, .verify, .sampling, .trainer, .budget, .seeds, .arms, .evaluate,
    ]

    /// One line for listings: what it decides.
    public var summary: String {
        switch self {
        case .name: "What tables call the strategy or the experiment."
        case .target: "The model whose output is reproduced."
        case .draft: "How continuations are proposed."
        case .tree: "What shapes the draft tree; not for a draft that proposes nothing."
        case .verify: "What decides on acceptance."
        case .sampling: "How tokens are drawn, in this order, and where answers end."
        case .train: "What the draft is trained for; only 'espalier train' reads it."
        case .trainer: "On what, how long and how fast a draft is trained."
        case .budget: "What each arm of an experiment may spend on each seed: one of these."
        case .seeds: "Where the randomness starts: each arm is trained once for each."
        case .arms: "What an experiment compares: a list of objectives with their options."
        case .evaluate: "What the heads of an experiment are measured at."
        }
    }

    /// The key that names the section's implementation, whose options stand beside it; nil for sections without one.
    public var implementationKey: String? {
        switch self {
        case .draft: "policy"
        case .tree: "builder"
        case .verify: "verifier"
        case .train, .arms: "objective"
        default: nil
        }
    }

    /// The section's own keys with type, default and meaning, without the options of the implementation that it names.
    ///
    /// The sections `name` and `seeds` have none and are themselves the value.
    ///
    /// - Parameter registry: What may be named.
    /// - Returns: The keys in the order of declaration.
    public func keys(naming registry: PluginRegistry) -> [OptionReading] {
        var options = OptionReader.describing()
        switch self {
        case .name:
            options.describe(
                "name", type: "text", absent: "the file's name", help: "Letters, digits, '.', '_' and '-'.")
        case .target: _ = TargetOptions(from: &options)
        case .draft: describe(registry.draftPolicies, in: &options)
        case .tree: describe(registry.treeBuilders, in: &options)
        case .verify: describe(registry.verifiers, in: &options)
        case .train: describe(registry.objectives, in: &options)
        case .sampling: _ = RequestOptions(from: &options)
        case .trainer: _ = TrainerOptions(from: &options)
        case .budget: _ = ExperimentBudget(from: &options)
        case .seeds: describeSeeds(in: &options)
        case .arms:
            describe(registry.objectives, in: &options)
            WrittenArm.describeOwnKeys(in: &options)
        case .evaluate: _ = ExperimentReader.evaluatedTrees(from: &options)
        }
        return options.readings
    }

    private func describe<Product>(_ catalogue: Catalogue<Product>, in options: inout OptionReader) {
        guard let key = implementationKey else { return }
        _ = options.value(
            key, type: "choice", range: catalogue.names.joined(separator: ", "), default: nil, standIn: "",
            help: "Which \(catalogue.kind); its options stand beside this key.", write: { .string($0) },
            parse: { $0.text })
    }

    private func describeSeeds(in options: inout OptionReader) {
        _ = options.value(
            rawValue, type: "list of integers", range: "", default: [UInt64(0)], standIn: [],
            help: "At least 0 each, each once.",
            write: { .list($0.map { OptionValue(.integer(Int($0))) }) }, parse: { _ in nil })
    }
}

extension OptionReader {
    /// Lists a key that is read elsewhere.
    ///
    /// - Parameters:
    ///   - name: The key.
    ///   - type: Its type in words.
    ///   - word: What holds where it is left out, in words.
    ///   - help: One line.
    mutating func describe(_ name: String, type: String, absent word: String, help: String) {
        _ = value(
            name, type: type, range: "", default: .some(nil), standIn: String?.none, help: help,
            write: { .string($0 ?? word) }, parse: { .some($0.text) })
    }
}

import ArgumentParser
import Foundation
import Speculation
import Strategies

/// What replaces or narrows parts of an experiment file.
struct ExperimentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What each arm may spend on each seed instead of the file's budget: 2e13flops, 360s or 500steps.",
            valueName: "amount"),
        transform: Self.budget)
    var budget: ExperimentBudget?

    @Option(
        help: ArgumentHelp("Seeds instead of the file's, such as 0,1,2.", valueName: "list"), transform: Self.seeds)
    var seeds: [UInt64]?

    @Option(
        help: ArgumentHelp("Run these arms only: names, separated by commas.", valueName: "names"),
        transform: Self.names)
    var arms: [String]?

    /// What the options put in place of the file's values.
    var overrides: ExperimentOverrides { ExperimentOverrides(budget: budget, seeds: seeds) }

    /// The experiment with the arms that were asked for.
    func narrowed(_ experiment: Experiment) throws -> Experiment {
        guard let arms else { return experiment }
        let known = experiment.arms.map(\.name)
        if let stray = arms.first(where: { !known.contains($0) }) {
            throw CommandFailure(
                "--arms: \(experiment.file) has no arm '\(stray)'" + NearestName.hint(for: stray, among: known))
        }
        return experiment.keeping(arms: arms) ?? experiment
    }

    private static func budget(_ text: String) throws -> ExperimentBudget {
        let units = ["flops", "steps", "s"]
        let lowered = text.lowercased()
        if let unit = units.first(where: { lowered.hasSuffix($0) }),
            let amount = Double(lowered.dropLast(unit.count)), amount > 0, amount <= 1e30
        {
            switch unit {
            case "flops": return .flops(amount)
            case "s" where amount <= 1e9: return .seconds(amount)
            case "steps" where amount <= 1e9 && amount == amount.rounded(): return .steps(Int(amount))
            default: break
            }
        }
        throw ValidationError("a budget is a number with its unit, such as 2e13flops, 360s or 500steps")
    }

    private static func seeds(_ text: String) throws -> [UInt64] {
        let numbers = (try? TokenList.parse(text)) ?? []
        guard !numbers.isEmpty, Set(numbers).count == numbers.count else {
            throw ValidationError("seeds are distinct integers of at least 0, separated by commas, such as 0,1,2")
        }
        return numbers.map { UInt64($0) }
    }

    private static func names(_ text: String) throws -> [String] {
        let names = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard !names.isEmpty else { throw ValidationError("name at least one arm") }
        return names
    }
}

import Speculation

extension Experiment {
    /// The experiment as a file that says everything: every option with its value, defaults included.
    ///
    /// Reading it back gives the same experiment.
    public var resolvedText: String {
        var lines: [String] = []
        if let comment { lines.append("# \(comment)") }
        lines.append("name: \(YAMLText.scalar(name))")
        for section in start.writtenSections { lines.append("\(section.name): \(Self.flow(section.entries))") }
        lines.append(
            "budget: \(Self.flow([OptionMember(name: budget.unit, value: OptionValue(.real(budget.amount)))]))")
        lines.append("seeds: [\(seeds.map(String.init).joined(separator: ", "))]")
        lines += ["arms:"] + arms.map { "  - \(Self.flow($0.written))" }
        lines += ["evaluate:", "  trees:"] + trees.map { "    - \(Self.flow($0.written))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func flow(_ entries: [OptionMember]) -> String {
        "{\(YAMLText.entries(entries).joined(separator: ", "))}"
    }
}

extension ExperimentArm {
    /// The arm as a file gives it; what the budget and the seeds decide is not the arm's.
    fileprivate var written: [OptionMember] {
        var members = [OptionMember(name: "name", value: OptionValue(.string(name)))]
        guard let strategy = runs.first?.strategy, let training = strategy.training else { return members }
        members += training.objective.entries(key: "objective")
        let shared: Set = ["steps", "flops", "seconds", "seed"]
        let trainer = training.trainerReadings.filter { !shared.contains($0.name) }
            .map { OptionMember(name: $0.name, value: $0.portableValue) }
        members.append(OptionMember(name: "trainer", value: OptionValue(.map(trainer))))
        if let builder = strategy.builder {
            members.append(OptionMember(name: "tree", value: OptionValue(.map(builder.entries(key: "builder")))))
        }
        return members
    }
}

extension ExperimentTree {
    /// The tree as a file gives it.
    fileprivate var written: [OptionMember] {
        [OptionMember(name: "name", value: OptionValue(.string(name)))]
            + (strategy.builder?.entries(key: "builder") ?? [])
    }
}

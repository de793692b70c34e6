public import Speculation

extension Experiment {
    /// Everything that a result depends on, every default included: the shared sections, then what is varied.
    public var resolved: [String: OptionValue] {
        var sections = start.resolved
        sections["name"] = OptionValue(.string(name))
        sections["budget"] = OptionValue(
            .map([OptionMember(name: budget.unit, value: OptionValue(.real(budget.amount)))]))
        sections["seeds"] = OptionValue(.list(seeds.map { OptionValue(.integer(Int($0))) }))
        sections["arms"] = OptionValue(.list(arms.map(\.resolved)))
        let trees = OptionMember(name: "trees", value: OptionValue(.list(trees.map(\.resolved))))
        sections["evaluate"] = OptionValue(.map([trees]))
        return sections
    }
}

extension ExperimentArm {
    /// The arm with the objective, trainer and tree of its strategies.
    fileprivate var resolved: OptionValue {
        let strategy = runs.first?.strategy.resolved ?? [:]
        let sections = ["train", "trainer", "tree"].compactMap { name in
            strategy[name].map { OptionMember(name: name, value: $0) }
        }
        return OptionValue(.map([OptionMember(name: "name", value: OptionValue(.string(name)))] + sections))
    }
}

extension ExperimentTree {
    /// The name, and the builder with its options.
    fileprivate var resolved: OptionValue {
        var members = [OptionMember(name: "name", value: OptionValue(.string(name)))]
        if case .map(let tree) = strategy.resolved["tree"]?.content { members += tree.filter { $0.name != "name" } }
        return OptionValue(.map(members))
    }
}

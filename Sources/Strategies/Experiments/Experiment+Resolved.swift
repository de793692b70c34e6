extension Experiment {
    /// Everything that a result depends on, every default included: the shared sections, then what is varied.
    public var resolved: [String: ResolvedValue] {
        var sections = start.resolved
        sections["name"] = .text(name)
        sections["budget"] = .section([budget.unit: .number(budget.amount)])
        sections["seeds"] = .list(seeds.map { .integer(Int($0)) })
        sections["arms"] = .list(arms.map(\.resolved))
        sections["evaluate"] = .section([
            "trees": .list(trees.map { .section(["name": .text($0.name)].merging($0.strategy.tree) { own, _ in own }) })
        ])
        return sections
    }
}

extension ExperimentArm {
    /// The arm with the objective, trainer and tree of its strategies.
    fileprivate var resolved: ResolvedValue {
        var values: [String: ResolvedValue] = ["name": .text(name)]
        let strategy = runs.first?.strategy.resolved ?? [:]
        for section in ["train", "trainer", "tree"] { values[section] = strategy[section] }
        return .section(values)
    }
}

extension Strategy {
    /// The tree's builder and options by name.
    fileprivate var tree: [String: ResolvedValue] {
        if case .section(let values) = resolved["tree"] { values } else { [:] }
    }
}

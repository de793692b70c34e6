import Speculation

extension ExperimentReader {
    /// The most trees of one experiment: every head is measured at each.
    private static let mostTrees = 100

    /// The trees to measure at: those listed, else the strategy's own.
    func trees(of file: ExperimentFile, _ sections: inout SectionReader) -> [ExperimentTree] {
        let listed = sections.options(
            of: "evaluate", example: "trees: [{builder: chain}]", replacements: [:]
        ) { Self.evaluatedTrees(from: &$0) }
        guard !listed.isEmpty else {
            guard let own = sections.file["tree"], let strategy = strategy(file.strategy(), &sections) else {
                return []
            }
            return [ExperimentTree(name: Self.name(ofTree: own.value), strategy: strategy)]
        }
        guard listed.count <= Self.mostTrees else {
            sections.fault(
                "evaluate lists \(listed.count.counting("tree")), and \(Self.mostTrees) is the most",
                at: listed[0].place)
            return []
        }
        var trees: [ExperimentTree] = []
        var names: Set<String> = []
        for element in listed {
            guard let tree = tree(element, of: file, &sections) else { continue }
            if !names.insert(tree.name).inserted {
                sections.fault("two trees are called '\(tree.name)': give one another name", at: element.place)
            }
            trees.append(tree)
        }
        return trees
    }

    /// Reads the section `evaluate`: the trees as they are written.
    static func evaluatedTrees(from options: inout OptionReader) -> [OptionValue] {
        options.value(
            "trees", type: "list of trees", range: "", default: [OptionValue](), standIn: [],
            help: "Trees at which heads are measured; the strategy's own when left out.", write: { .list($0) },
            parse: { given in
                guard case .list(let elements) = given.content, !elements.isEmpty else { return nil }
                return elements
            })
    }

    private func tree(
        _ element: OptionValue, of file: ExperimentFile, _ sections: inout SectionReader
    ) -> ExperimentTree? {
        var section = element
        var name = ""
        if case .map(let members) = element.content {
            section = OptionValue(.map(members.filter { $0.name != "name" }), at: element.place)
            name = self.name(in: members, otherwise: Self.name(ofTree: section), &sections)
        }
        let member = OptionMember(name: "tree", place: element.place, value: section)
        return strategy(file.strategy(tree: member), &sections).map { ExperimentTree(name: name, strategy: $0) }
    }

    /// The builder and the values that are written.
    private static func name(ofTree section: OptionValue) -> String {
        guard case .map(let members) = section.content else { return "" }
        return WrittenName.sanitized(WrittenName.short(members))
    }
}

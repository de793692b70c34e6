import Speculation

extension ExperimentReader {
    /// The arms that are sound in themselves; whether their options are, their strategies tell.
    func arms(_ sections: inout SectionReader) -> [WrittenArm] {
        let known = strategies.registry.objectives.names.joined(separator: ", ")
        guard let member = sections.file["arms"] else {
            guard !sections.isMisspelt("arms") else { return [] }
            sections.fault(
                "section 'arms' is missing: it lists the objectives to compare (known: \(known))",
                at: sections.file.start)
            return []
        }
        guard case .list(let elements) = member.value.content, !elements.isEmpty else {
            sections.fault(
                "arms must be a list such as [{objective: cross-entropy}], not \(member.value.inWords)",
                at: member.value.place)
            return []
        }
        guard elements.count <= Self.mostTrainings else {
            sections.fault(
                "arms lists \(elements.count.counting("arm")), and \(Self.mostTrainings) is the most",
                at: member.value.place)
            return []
        }
        var arms: [WrittenArm] = []
        var names: Set<String> = []
        for (index, element) in elements.enumerated() {
            guard let arm = arm(element, number: index + 1, &sections) else { continue }
            if !names.insert(ExperimentArm.fileName(arm.name)).inserted {
                sections.fault("two arms are called '\(arm.name)': give one another name", at: arm.place)
            }
            arms.append(arm)
        }
        return arms
    }

    private func arm(_ element: OptionValue, number: Int, _ sections: inout SectionReader) -> WrittenArm? {
        guard case .map(let members) = element.content else {
            sections.fault(
                "an arm must be a section such as {objective: cross-entropy}, not \(element.inWords)",
                at: element.place)
            return nil
        }
        let entries = rejectSlips(members, &sections)
        let options = entries.filter { !WrittenArm.ownKeys.contains($0.name) }
        let section = OptionMember(
            name: "arm \(number)", place: element.place, value: OptionValue(.map(options), at: element.place))
        let choice = sections.selection(from: section, key: "objective", of: strategies.registry.objectives)
        let trainer =
            entries.first { $0.name == "trainer" }
            .flatMap { sections.options(of: $0, example: "learning_rate: 1e-4") } ?? []
        let tree = entries.first { $0.name == "tree" }
        guard let choice else { return nil }

        let written = options.filter { $0.name != "objective" } + trainer
        var parts = [choice.name] + WrittenName.options(written)
        if let tree, case .map(let values) = tree.value.content { parts.append("tree=\(WrittenName.short(values))") }
        return WrittenArm(
            name: name(in: entries, otherwise: parts.joined(separator: " "), &sections), place: element.place,
            objective: OptionMember(name: "train", place: section.place, value: section.value),
            trainer: rejectLimits(trainer, &sections), tree: tree)
    }

    /// Reports keys that are nobody's and look like an arm's own, and gives the others.
    private func rejectSlips(_ members: [OptionMember], _ sections: inout SectionReader) -> [OptionMember] {
        let objective = members.first { $0.name == "objective" }?.value.text ?? ""
        let options = ["objective"] + (strategies.registry.objectives[objective]?.options.map(\.name) ?? [])
        return members.filter { member in
            guard !options.contains(member.name), !WrittenArm.ownKeys.contains(member.name),
                let meant = NearestName.of(member.name, among: options + WrittenArm.ownKeys),
                WrittenArm.ownKeys.contains(meant)
            else { return true }
            sections.fault("an arm has no key '\(member.name)'; did you mean '\(meant)'?", at: member.place)
            return false
        }
    }

    /// The name that is written, else another.
    func name(
        in members: [OptionMember], otherwise made: String, _ sections: inout SectionReader
    ) -> String {
        guard let value = members.first(where: { $0.name == "name" })?.value else { return WrittenName.sanitized(made) }
        if !WrittenName.isValid(value.text) {
            let given = value.text.isEmpty ? value.inWords : "'\(value.text)'"
            sections.fault("\(WrittenName.rule), not \(given)", at: value.place)
        } else if value.text == Experiment.startName {
            sections.fault("'\(value.text)' is what the untrained head is called: choose another name", at: value.place)
        }
        return value.text
    }
}

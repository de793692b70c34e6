import Speculation

extension Strategy {
    /// Everything that a result depends on: section, then option, then value, every default included.
    public var resolved: [String: ResolvedValue] {
        var sections: [String: ResolvedValue] = ["name": .text(name)]
        for section in writtenSections {
            var values: [String: ResolvedValue] = [:]
            for entry in section.entries { values[entry.name] = entry.value }
            sections[section.name] = .section(values)
        }
        return sections
    }

    /// The same as flat text: `section.option` and the value as YAML writes it.
    public var settings: [String: String] {
        var settings = ["name": YAMLText.scalar(name)]
        for section in writtenSections {
            for entry in section.entries { settings["\(section.name).\(entry.name)"] = entry.yaml }
        }
        return settings
    }

    /// The sections with their options in the order of declaration, as value and as YAML.
    var writtenSections: [(name: String, entries: [ResolvedEntry])] {
        var sections = [
            (
                "target",
                [
                    ResolvedEntry(text: targetModel, named: "model"),
                    ResolvedEntry(text: targetFormat.rawValue, named: "dtype"),
                ]
            )
        ]
        sections.append(("draft", Self.entries(of: draft, key: "policy")))
        if let builder { sections.append(("tree", Self.entries(of: builder, key: "builder"))) }
        sections.append(("verify", Self.entries(of: verifier, key: "verifier")))
        sections.append(
            (
                "sampling",
                [
                    ResolvedEntry(number: sampling.temperature, named: "temperature"),
                    ResolvedEntry(number: sampling.topP, named: "top_p"),
                    ResolvedEntry(integer: sampling.topK, named: "top_k"),
                    ResolvedEntry(integer: Int(seed), named: "seed"),
                ]
            ))
        if let training {
            sections.append(("train", Self.entries(of: training.objective, key: "objective")))
            sections.append(("trainer", training.trainerReadings.map { ResolvedEntry($0) }))
        }
        return sections
    }

    private static func entries<Product>(of selection: Selection<Product>, key: String) -> [ResolvedEntry] {
        [ResolvedEntry(text: selection.name, named: key)] + selection.options.map { ResolvedEntry($0) }
    }
}

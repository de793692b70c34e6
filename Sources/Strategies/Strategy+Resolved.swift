public import Speculation
import Tensors

extension Strategy {
    /// Everything that a result depends on: section, then option, then value, every default included.
    public var resolved: [String: OptionValue] {
        var sections = ["name": OptionValue(.string(writtenName))]
        for section in writtenSections { sections[section.name] = OptionValue(.map(section.entries)) }
        return sections
    }

    /// The same as flat text: `section.option` and the value as YAML writes it.
    public var settings: [String: String] {
        var settings = ["name": YAMLText.scalar(writtenName)]
        for section in writtenSections {
            for entry in section.entries { settings["\(section.name).\(entry.name)"] = YAMLText.value(entry.value) }
        }
        return settings
    }

    /// The names in ``settings`` of options that say where something lies, rather than what it is.
    public var placeSettings: Set<String> {
        let sections = [
            ("target", targetReadings), ("draft", draft.options), ("tree", builder?.options ?? []),
            ("trainer", training?.trainerReadings ?? []),
        ]
        return Set(
            sections.flatMap { section, readings in
                readings.filter { $0.type == OptionReader.pathType }.map { "\(section).\($0.name)" }
            })
    }

    /// The sections with their options in the order of declaration.
    var writtenSections: [(name: String, entries: [OptionMember])] {
        var sections = [("target", Self.entries(targetReadings))]
        sections.append(("draft", draft.entries(key: "policy")))
        if let builder { sections.append(("tree", builder.entries(key: "builder"))) }
        sections.append(("verify", verifier.entries(key: "verifier")))
        sections.append(("sampling", Self.entries(samplingReadings)))
        if let training {
            sections.append(("train", training.objective.entries(key: "objective")))
            sections.append(("trainer", Self.entries(training.trainerReadings)))
        }
        return sections
    }

    private static func entries(_ readings: [OptionReading]) -> [OptionMember] {
        readings.map { OptionMember(name: $0.name, value: $0.portableValue) }
    }
}

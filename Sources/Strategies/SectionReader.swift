import Speculation
import YAML

/// Reads the sections of one file and collects all of their faults.
struct SectionReader {
    private(set) var faults: [Fault] = []

    let file: StrategyFile

    /// So many are more than anybody reads.
    private static let enoughFaults = 1000

    /// What sections may name.
    private let registry: PluginRegistry

    /// Where paths begin.
    private let paths: PathRules

    init(_ file: StrategyFile, registry: PluginRegistry, names: Set<String>) {
        self.file = file
        self.registry = registry
        paths = PathRules(names: names, folder: file.folder)
    }

    /// Records a fault.
    mutating func fault(_ message: String, at place: OptionPlace) {
        faults.append(Fault(message, at: place))
    }

    /// All faults so far, as one report.
    var report: StrategyFaults {
        StrategyFaults([StrategyFaults.File(file.source, faults.map { SourceFault($0) })])
    }

    /// Takes over the faults that another reader of the same text found, each once; of very many the first.
    mutating func takeFaults(of other: SectionReader) {
        guard faults.count < Self.enoughFaults else { return }
        for fault in other.faults where !faults.contains(fault) { faults.append(fault) }
    }

    /// Reports sections that nobody knows.
    ///
    /// - Parameter reported: Sections about which enough has been said.
    mutating func rejectUnknownSections(except reported: [String] = []) {
        for member in file.members where !(file.knownSections + reported).contains(member.name) {
            let hint = NearestName.hint(for: member.name, among: file.knownSections)
            fault("unknown section '\(member.name)'\(hint)", at: member.place)
        }
    }

    /// Whether a section that is not known is probably meant to be the one of a name.
    func isMisspelt(_ name: String) -> Bool {
        file.members.contains { member in
            !file.knownSections.contains(member.name)
                && NearestName.of(member.name, among: file.knownSections) == name
        }
    }

    /// Reads a section that names an implementation under `key`, with that implementation's options.
    ///
    /// - Returns: The choice, whose options may be at fault; nil when it names nothing known.
    mutating func selection<Product>(
        from section: OptionMember, key: String, of catalogue: Catalogue<Product>,
        replacements: [String: OptionValue] = [:]
    ) -> Selection<Product>? {
        guard let members = options(of: section, example: "\(key): \(catalogue.names.first ?? "…")") else { return nil }
        return catalogue.selection(
            from: members, key: key, of: "section '\(section.name)'", at: section.place,
            in: OptionSurroundings(registry: registry, replacements: replacements, paths: paths), faults: &faults)
    }

    /// Reads a section of plain options, which may be absent.
    ///
    /// - Parameters:
    ///   - name: The section's name.
    ///   - example: One option, for the message when the section is none.
    ///   - replacements: Values that the command line gives.
    ///   - read: Asks for the options.
    /// - Returns: What `read` answers.
    mutating func options<Values>(
        of name: String, example: String, replacements: [String: OptionValue],
        read: (inout OptionReader) -> Values
    ) -> Values {
        let section = file[name]
        let members = section.flatMap { options(of: $0, example: example) } ?? []
        var reader = OptionReader(
            members, at: section?.place ?? file.start, in: OptionSurroundings(replacements: replacements, paths: paths))
        let values = read(&reader)
        reader.rejectUnknown(of: "section '\(name)'")
        faults += reader.faults
        return values
    }

    /// A section's entries; nil, with a fault, when it is not a mapping.
    mutating func options(of section: OptionMember, example: String) -> [OptionMember]? {
        if case .map(let members) = section.value.content { return members }
        let written = "\(section.name): {\(example)}"
        fault(
            "\(section.name) must be a section such as '\(written)', not \(section.value.inWords)",
            at: section.value.place)
        return nil
    }
}

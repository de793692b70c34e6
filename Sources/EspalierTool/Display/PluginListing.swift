import Speculation
import Strategies

/// Every implementation with its options and every section of strategy and experiment files with its keys, for people and
/// for programs.
struct PluginListing: Encodable {
    private(set) var sections: [SectionListing]
    private(set) var plugins: [ImplementationListing]

    /// What suits children that are chosen in each way.
    private(set) var combinations: [DrawListing]

    /// Lists everything.
    init(_ registry: PluginRegistry) {
        combinations = DrawMode.allCases.map { DrawListing($0, in: registry) }
        sections = FileSection.allCases.map { SectionListing($0, naming: registry) }
        plugins =
            Self.implementations(registry.draftPolicies, of: .draft)
            + Self.implementations(registry.treeBuilders, of: .tree)
            + Self.implementations(registry.verifiers, of: .verify) { $0.traits.guarantee.rawValue }
            + Self.implementations(registry.objectives, of: .train)
    }

    /// What has one name: plugins of several contracts may share it, with a section too.
    ///
    /// - Throws: ``CommandFailure`` if nothing has it, with the nearest name.
    func named(_ name: String) throws -> PluginListing {
        var found = self
        found.sections = sections.filter { $0.name == name }
        found.plugins = plugins.filter { $0.name == name }
        found.combinations = []
        guard !found.sections.isEmpty || !found.plugins.isEmpty else {
            let known = plugins.map(\.name) + sections.map(\.name)
            let distinct = known.indices.filter { !known[..<$0].contains(known[$0]) }.map { known[$0] }
            throw CommandFailure(
                "there is no plugin and no section '\(name)'"
                    + NearestName.hint(for: name, among: distinct))
        }
        return found
    }

    private static func implementations<Product>(
        _ catalogue: Catalogue<Product>, of section: FileSection, guarantee: (Product) -> String? = { _ in nil }
    ) -> [ImplementationListing] {
        catalogue.entries.map { entry in
            ImplementationListing(
                kind: catalogue.kind, name: entry.name, summary: entry.summary, guarantee: guarantee(entry.example),
                options: entry.options.map(OptionListing.init), section: section)
        }
    }

    /// The listing for a terminal.
    var text: String {
        let parts: [(heading: String, lines: [String])] =
            sections.map {
                ($0.isInStrategies ? "sections of a strategy file" : "further sections of an experiment file", $0.lines)
            }
            + plugins.map { ($0.kind, $0.lines) } + combinations.map { ("what suits drafts by their draw", $0.lines) }
        var lines: [String] = []
        var heading = ""
        for part in parts {
            if part.heading != heading {
                heading = part.heading
                lines += (lines.isEmpty ? [] : [""]) + [heading.uppercased()]
            }
            lines += [""] + part.lines
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

import Speculation
import Strategies
import Testing

/// The sections of files and their keys, as listings show them, are those that readers accept.
struct FileSectionTests {
    @Test(arguments: [FileSection.target, .sampling])
    func `Every key that is listed may be written with its default`(section: FileSection) throws {
        let registry = try reader().registry
        let keys = section.keys(naming: registry).map { "\($0.name): \($0.fallback?.yaml ?? "")" }
        let text = """
            name: listed
            draft: {policy: none}
            verify: {verifier: greedy}
            \(section.rawValue): {\(keys.joined(separator: ", "))}
            """
        let strategy = try StrategyReader(registry: registry).read(text: text, name: "listed.yaml")
        guard case .map(let members) = strategy.resolved[section.rawValue]?.content else {
            Issue.record("no such section")
            return
        }
        #expect(Set(members.map(\.name)) == Set(section.keys(naming: registry).map(\.name)))
    }

    @Test
    func `Sections that name an implementation list which there are`() throws {
        let registry = try reader().registry
        let names: [FileSection: [String]] = [
            .draft: registry.draftPolicies.names, .tree: registry.treeBuilders.names, .verify: registry.verifiers.names,
            .train: registry.objectives.names,
        ]
        for (section, known) in names {
            let keys = section.keys(naming: registry)
            #expect(keys.map(\.name) == [section.implementationKey])
            #expect(keys[0].range == known.joined(separator: ", ") && keys[0].fallback == nil)
        }
        for section in FileSection.allCases {
            #expect(!section.summary.isEmpty && !section.keys(naming: registry).isEmpty)
            #expect(FileSection.ofStrategies.contains(section) || FileSection.ofExperiments.contains(section))
        }
    }
}

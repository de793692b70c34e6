import Speculation

/// What may stand beside drafts that choose children in one way: the combinations that strategy files may have.
struct DrawListing: Encodable {
    let draw: String

    /// The draft policies that can choose so; those that must be given options to be made are asked with some.
    let drafts: [String]
    let builders: [String]
    let verifiers: [String]

    init(_ draw: DrawMode, in registry: PluginRegistry) {
        self.draw = draw.rawValue
        drafts = registry.draftPolicies.entries.filter { entry in
            entry.example.traits.draw == draw
                || entry.options.contains { $0.name == "draw" } && draw != .retrieved
        }.map(\.name)
        builders = registry.treeBuilders.entries.filter { $0.example.traits.draws.contains(draw) }.map(\.name)
        verifiers = registry.verifiers.entries.filter { $0.example.traits.draws.contains(draw) }.map { entry in
            entry.name + (entry.example.traits.needsChain ? " (chains)" : "")
        }
    }

    /// The listing for a terminal.
    var lines: [String] {
        [
            "  \(draw):", "    drafts: \(drafts.joined(separator: ", "))",
            "    builders: \(builders.joined(separator: ", "))", "    verifiers: \(verifiers.joined(separator: ", "))",
        ]
    }
}

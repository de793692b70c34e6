import Speculation

/// Every implementation with its options, for people and for programs.
struct PluginListing: Encodable {
    /// One option as its implementation declares it.
    struct Option: Encodable {
        let name: String
        let type: String
        let range: String
        let `default`: String?
        let help: String

        private enum CodingKeys: String, CodingKey {
            case name, type, range, `default`, help
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
            try container.encode(type, forKey: .type)
            try container.encode(range, forKey: .range)
            try container.encode(`default`, forKey: .default)
            try container.encode(help, forKey: .help)
        }
    }

    /// One implementation.
    struct Implementation: Encodable {
        let kind: String
        let name: String
        let summary: String
        let guarantee: String?
        let options: [Option]

        private enum CodingKeys: String, CodingKey {
            case kind, name, summary, guarantee, options
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(name, forKey: .name)
            try container.encode(summary, forKey: .summary)
            try container.encode(guarantee, forKey: .guarantee)
            try container.encode(options, forKey: .options)
        }
    }

    let plugins: [Implementation]

    init(_ registry: PluginRegistry) {
        plugins =
            Self.implementations(registry.draftPolicies) + Self.implementations(registry.treeBuilders)
            + Self.implementations(registry.verifiers) { $0.traits.guarantee.rawValue }
            + Self.implementations(registry.objectives)
    }

    private static func implementations<Product>(
        _ catalogue: Catalogue<Product>, guarantee: (Product) -> String? = { _ in nil }
    ) -> [Implementation] {
        catalogue.entries.map { entry in
            Implementation(
                kind: catalogue.kind, name: entry.name, summary: entry.summary, guarantee: guarantee(entry.example),
                options: entry.options.map {
                    Option(name: $0.name, type: $0.type, range: $0.range, default: $0.defaultText, help: $0.help)
                })
        }
    }

    /// The listing for a terminal.
    var text: String {
        var lines: [String] = []
        var kind = ""
        for plugin in plugins {
            if plugin.kind != kind {
                kind = plugin.kind
                lines += (lines.isEmpty ? [] : [""]) + ["\(kind.uppercased())"]
            }
            lines.append("")
            lines.append("  \(plugin.name): \(plugin.summary)" + (plugin.guarantee.map { " [\($0)]" } ?? ""))
            for option in plugin.options {
                let range = option.range.isEmpty ? "" : " in \(option.range)"
                let value = option.default.map { "default \($0)" } ?? "required"
                lines.append("    \(option.name): \(option.type)\(range), \(value)")
                lines.append("      \(option.help)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

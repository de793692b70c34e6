import Speculation

/// Every implementation with its options, and those of the trainer, for people and for programs.
struct PluginListing: Encodable {
    /// One option as its implementation declares it.
    struct Option: Encodable {
        let name: String
        let type: String
        let range: String
        let `default`: String?
        let help: String

        init(_ reading: OptionReading) {
            name = reading.name
            type = reading.type
            range = reading.range
            `default` = reading.fallback?.text
            help = reading.help
        }

        /// Two lines for a terminal.
        var lines: [String] {
            let range = range.isEmpty ? "" : " in \(range)"
            let value = `default`.map { "default \($0)" } ?? "required"
            return ["    \(name): \(type)\(range), \(value)", "      \(help)"]
        }

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

    /// The options of a strategy's section `sampling`, in the order in which they are applied.
    let sampling: [Option]

    /// The options of a strategy's section `trainer`.
    let trainer: [Option]

    init(_ registry: PluginRegistry) {
        plugins =
            Self.implementations(registry.draftPolicies) + Self.implementations(registry.treeBuilders)
            + Self.implementations(registry.verifiers) { $0.traits.guarantee.rawValue }
            + Self.implementations(registry.objectives)
        var reader = OptionReader.describing()
        _ = TrainerOptions(from: &reader)
        var requests = OptionReader.describing()
        _ = RequestOptions(from: &requests)
        sampling = requests.readings.map(Option.init)
        trainer = reader.readings.map(Option.init)
    }

    private static func implementations<Product>(
        _ catalogue: Catalogue<Product>, guarantee: (Product) -> String? = { _ in nil }
    ) -> [Implementation] {
        catalogue.entries.map { entry in
            Implementation(
                kind: catalogue.kind, name: entry.name, summary: entry.summary, guarantee: guarantee(entry.example),
                options: entry.options.map(Option.init))
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
            lines += plugin.options.flatMap(\.lines)
        }
        lines += [
            "", "SECTION SAMPLING", "", "  sampling: How tokens are drawn, in this order, and where answers end.",
        ]
        lines += sampling.flatMap(\.lines)
        lines += ["", "SECTION TRAINER", "", "  trainer: On what, how long and how fast a draft is trained."]
        lines += trainer.flatMap(\.lines)
        return lines.joined(separator: "\n") + "\n"
    }
}

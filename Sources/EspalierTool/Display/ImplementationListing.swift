import Strategies

/// One implementation with its options.
struct ImplementationListing: Encodable {
    let kind: String
    let name: String
    let summary: String
    let guarantee: String?
    let options: [OptionListing]

    /// The section of strategy files that names it.
    let section: FileSection

    /// Lines for a terminal: what it is, how a file names it, its options.
    var lines: [String] {
        var entries = ["\(section.implementationKey ?? "name"): \(name)"]
        entries += options.filter { $0.default == nil }.map { "\($0.name): …" }
        let title = "  \(name): \(summary)" + (guarantee.map { " [\($0)]" } ?? "")
        return [title, "    \(section.rawValue): {\(entries.joined(separator: ", "))}"] + options.flatMap(\.lines)
    }

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

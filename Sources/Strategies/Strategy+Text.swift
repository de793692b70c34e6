public import Speculation

extension Strategy {
    /// The strategy as a file that says everything: every option with its value, defaults included.
    ///
    /// Reading it back gives the same strategy, wherever it lies: paths are absolute.
    public var resolvedText: String { text() }

    /// A file that says everything but for some values.
    ///
    /// - Parameters:
    ///   - name: The name of the strategy that it describes; its own unless given.
    ///   - replacements: Values that are others, by section and option; nil leaves an option out.
    /// - Returns: The text.
    public func text(
        named name: String? = nil, replacing replacements: [String: [String: OptionValue?]] = [:]
    ) -> String {
        var lines: [String] = []
        if let comment { lines.append("# \(comment)") }
        lines.append("name: \(YAMLText.scalar(name ?? writtenName))")
        for section in writtenSections {
            let others = replacements[section.name] ?? [:]
            let entries = section.entries.compactMap { entry -> OptionMember? in
                guard let other = others[entry.name] else { return entry }
                return other.map { OptionMember(name: entry.name, value: $0) }
            }
            lines.append(Self.text(of: section.name, entries))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A section on one line where it fits, else one line for each option.
    private static func text(of name: String, _ entries: [OptionMember]) -> String {
        let options = YAMLText.entries(entries)
        let line = "\(name): {\(options.joined(separator: ", "))}"
        return line.count <= 110 ? line : ([name + ":"] + options.map { "  " + $0 }).joined(separator: "\n")
    }
}

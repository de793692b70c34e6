import Speculation

extension Strategy {
    /// The strategy as a file that says everything: every option with its value, defaults included.
    ///
    /// Reading it back gives the same strategy.
    public var resolvedText: String {
        var lines: [String] = []
        if let comment { lines.append("# \(comment)") }
        lines.append("name: \(YAMLText.scalar(name))")
        for section in writtenSections { lines.append(Self.text(of: section.name, section.entries)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A section on one line where it fits, else one line for each option.
    private static func text(of name: String, _ entries: [OptionMember]) -> String {
        let options = YAMLText.entries(entries)
        let line = "\(name): {\(options.joined(separator: ", "))}"
        return line.count <= 110 ? line : ([name + ":"] + options.map { "  " + $0 }).joined(separator: "\n")
    }
}

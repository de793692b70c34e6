/// What an implementation's options are read amid: beside the file's own values, all that one implementation may be
/// composed of, and what the command line puts in place of values.
public struct OptionSurroundings: Sendable {
    /// What parts may be named.
    public let registry: PluginRegistry

    /// Values that the command line puts in place of the file's, by option name, in parts too; names that an
    /// implementation does not ask for are ignored.
    public let replacements: [String: OptionValue]

    /// Where paths begin.
    public let paths: PathRules

    /// The implementations that are being read, outermost first: none of them may be named again as a part.
    private var owners: [String] = []

    /// Describes surroundings.
    ///
    /// - Parameters:
    ///   - registry: What parts may be named.
    ///   - replacements: Values that the command line puts in place of the file's, by option name.
    ///   - paths: Where paths begin.
    public init(
        registry: PluginRegistry = PluginRegistry(), replacements: [String: OptionValue] = [:],
        paths: PathRules = PathRules()
    ) {
        self.registry = registry
        self.replacements = replacements
        self.paths = paths
    }

    /// The surroundings of an implementation's own options; nil if it is being read already.
    func inside(_ owner: String) -> OptionSurroundings? {
        guard !owners.contains(owner) else { return nil }
        var inner = self
        inner.owners.append(owner)
        return inner
    }
}

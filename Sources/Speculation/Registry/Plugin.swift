/// An implementation that a strategy file can name: a draft recipe, a tree builder, a verifier or an objective.
///
/// The contract that a type implements decides which catalogue of a ``PluginRegistry`` it joins; a plugin's author lists
/// the type and writes nothing for that.
public protocol Plugin: Sendable {
    /// The word that strategy files use.
    static var name: String { get }

    /// One line for listings: what it is, and the paper it follows.
    static var summary: String { get }

    /// Reads its options, recording faults instead of throwing so that all of them are reported at once.
    ///
    /// The reader answers every question with a usable value; when it has recorded a fault, the result is discarded.
    init(from options: inout OptionReader)

    /// Joins the catalogue of its contract; given to every draft recipe, tree builder, verifier and objective.
    ///
    /// - Throws: ``RegistryError`` if the name is taken.
    static func register(in registry: inout PluginRegistry) throws(RegistryError)
}

extension Plugin where Self: DraftRecipe {
    /// Joins the draft policies.
    public static func register(in registry: inout PluginRegistry) throws(RegistryError) {
        try registry.draftPolicies.add(name, summary: summary) { Self(from: &$0) }
    }
}

extension Plugin where Self: TreeBuilder {
    /// Joins the tree builders.
    public static func register(in registry: inout PluginRegistry) throws(RegistryError) {
        try registry.treeBuilders.add(name, summary: summary) { Self(from: &$0) }
    }
}

extension Plugin where Self: Verifier {
    /// Joins the verifiers.
    public static func register(in registry: inout PluginRegistry) throws(RegistryError) {
        try registry.verifiers.add(name, summary: summary) { Self(from: &$0) }
    }
}

extension Plugin where Self: Objective {
    /// Joins the objectives.
    public static func register(in registry: inout PluginRegistry) throws(RegistryError) {
        try registry.objectives.add(name, summary: summary) { Self(from: &$0) }
    }
}

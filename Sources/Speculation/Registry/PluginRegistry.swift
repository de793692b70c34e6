/// Every implementation that strategy files may name: a value, filled from one visible list.
public struct PluginRegistry: Sendable {
    /// What may stand at `draft.policy`.
    public internal(set) var draftPolicies = Catalogue<any DraftRecipe>(kind: "draft policy")

    /// What may stand at `tree.builder`.
    public internal(set) var treeBuilders = Catalogue<any TreeBuilder>(kind: "tree builder")

    /// What may stand at `verify.verifier`.
    public internal(set) var verifiers = Catalogue<any Verifier>(kind: "verifier")

    /// What may stand at `train.objective`.
    public internal(set) var objectives = Catalogue<any Objective>(kind: "objective")

    /// Makes an empty registry.
    public init() {}

    /// Makes a registry of the given plugins.
    ///
    /// - Parameter plugins: The plugins, in the order in which listings show them.
    /// - Throws: ``RegistryError`` if two implementations of one contract share a name.
    public init(_ plugins: [any Plugin.Type]) throws(RegistryError) {
        for plugin in plugins { try plugin.register(in: &self) }
    }
}

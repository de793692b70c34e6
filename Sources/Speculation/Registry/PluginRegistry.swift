/// Every implementation that strategy files may name: a value, filled from one visible list.
public struct PluginRegistry: Sendable {
    /// What may stand at `draft.policy`.
    public private(set) var draftPolicies = Catalogue<any DraftRecipe>(kind: "draft policy")

    /// What may stand at `tree.builder`.
    public private(set) var treeBuilders = Catalogue<any TreeBuilder>(kind: "tree builder")

    /// What may stand at `verify.verifier`.
    public private(set) var verifiers = Catalogue<any Verifier>(kind: "verifier")

    /// What may stand at `train.objective`.
    public private(set) var objectives = Catalogue<any Objective>(kind: "objective")

    /// Makes an empty registry.
    public init() {}

    /// Makes a registry of the given plugins.
    ///
    /// - Parameter plugins: The plugins, in the order in which listings show them.
    /// - Throws: ``RegistryError`` if two implementations share a name.
    public init(_ plugins: [any Plugin.Type]) throws {
        for plugin in plugins { try plugin.register(in: &self) }
    }

    /// Adds a draft policy.
    public mutating func add(draftPolicy recipe: (some DraftRecipe).Type) throws(RegistryError) {
        try draftPolicies.add(recipe.name, summary: recipe.summary) { recipe.init(from: &$0) }
    }

    /// Adds a tree builder.
    public mutating func add<Builder: TreeBuilder & Configurable>(treeBuilder: Builder.Type) throws(RegistryError) {
        try treeBuilders.add(Builder.name, summary: Builder.summary) { Builder(from: &$0) }
    }

    /// Adds a verifier.
    public mutating func add<Rule: Verifier & Configurable>(verifier: Rule.Type) throws(RegistryError) {
        try verifiers.add(Rule.name, summary: Rule.summary) { Rule(from: &$0) }
    }

    /// Adds an objective.
    public mutating func add<Goal: Objective & Configurable>(objective: Goal.Type) throws(RegistryError) {
        try objectives.add(Goal.name, summary: Goal.summary) { Goal(from: &$0) }
    }
}

public import Speculation

/// A small independent language model as the draft.
public enum SmallModelPlugin: Plugin {
    /// Adds `small-model`.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(draftPolicy: SmallModelRecipe.self)
    }
}

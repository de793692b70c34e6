public import Speculation

/// Draft heads that read the target's hidden features: EAGLE-3.
public enum FeatureHeadPlugin: Plugin {
    /// Adds `eagle3`.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(draftPolicy: EAGLE3Recipe.self)
    }
}

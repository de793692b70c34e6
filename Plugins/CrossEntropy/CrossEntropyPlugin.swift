public import Speculation

/// Registers the objective `cross-entropy`.
public enum CrossEntropyPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(objective: CrossEntropy.self)
    }
}

public import Speculation

/// Registers the objective `soft-tree`.
public enum SoftTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(objective: SoftTree.self)
    }
}

public import Speculation

/// Registers the objective `group-tree`.
public enum GroupTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(objective: GroupTree.self)
    }
}

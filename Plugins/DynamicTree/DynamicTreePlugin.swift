public import Speculation

/// Registers the tree builder `dynamic`.
public enum DynamicTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(treeBuilder: DynamicTree.self)
    }
}

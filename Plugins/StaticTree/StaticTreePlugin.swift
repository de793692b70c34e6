public import Speculation

/// Registers the tree builder `static`.
public enum StaticTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(treeBuilder: StaticTree.self)
    }
}

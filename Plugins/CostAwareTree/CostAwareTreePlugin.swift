public import Speculation

/// Registers the tree builder `cost-aware`.
public enum CostAwareTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(treeBuilder: CostAwareTree.self)
    }
}

public import Speculation

/// Registers the tree builder `chain`.
public enum ChainTreePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(treeBuilder: ChainTree.self)
    }
}

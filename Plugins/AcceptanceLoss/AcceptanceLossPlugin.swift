public import Speculation

/// Registers the objective `lk`.
public enum AcceptanceLossPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(objective: AcceptanceLoss.self)
    }
}

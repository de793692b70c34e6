public import Speculation

/// Registers the draft policy `none`.
public enum AutoregressivePlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(draftPolicy: Autoregressive.self)
    }
}

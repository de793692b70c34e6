public import Speculation

/// Registers the verifier `typical`.
public enum TypicalVerifierPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(verifier: TypicalVerifier.self)
    }
}

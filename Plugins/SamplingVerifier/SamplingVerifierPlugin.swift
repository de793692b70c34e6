public import Speculation

/// Registers the verifier `sampling`.
public enum SamplingVerifierPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(verifier: SamplingVerifier.self)
    }
}

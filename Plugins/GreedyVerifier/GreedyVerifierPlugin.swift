public import Speculation

/// Registers the verifier `greedy`.
public enum GreedyVerifierPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(verifier: GreedyVerifier.self)
    }
}

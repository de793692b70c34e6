public import Speculation

/// Registers the draft policy `prompt-lookup`.
public enum PromptLookupPlugin: Plugin {
    /// Adds this plugin's implementation.
    public static func register(in registry: inout PluginRegistry) throws {
        try registry.add(draftPolicy: PromptLookup.self)
    }
}

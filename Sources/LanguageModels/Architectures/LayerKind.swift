/// How far a layer sees, by the words of `layer_types`.
public enum LayerKind: String, Sendable, Hashable, CaseIterable {
    /// Everything before it.
    case full = "full_attention"

    /// A window.
    case windowed = "sliding_attention"
}

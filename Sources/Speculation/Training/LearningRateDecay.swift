/// How the learning rate goes from its peak to its floor.
public enum LearningRateDecay: String, Sendable, Hashable, CaseIterable {
    /// It stays at the peak.
    case constant

    /// In proportion to what is left.
    case linear

    /// Along half a cosine.
    case cosine
}

/// What to do with a conversation that has more tokens than the limit.
public enum LengthRule: String, Sendable, Hashable, CaseIterable {
    /// Leave it out, as EAGLE does.
    case drop

    /// Take its beginning, as SpecForge does.
    case truncate
}

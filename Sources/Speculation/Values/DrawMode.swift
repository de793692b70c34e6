/// How a draft chooses the children of a node; it decides which verification rules are exact.
public enum DrawMode: String, Sendable, Hashable, CaseIterable {
    /// The most probable tokens, a deterministic function of the context (EAGLE-2 and -3, Medusa, chains).
    case topK = "top-k"

    /// Fragments found by search, a deterministic function of the context, without probabilities.
    case retrieved

    /// Independent draws from the draft's distribution; siblings may repeat (SpecInfer).
    case independent

    /// Draws without replacement from the draft's distribution (EAGLE-1 sampling, Sequoia).
    case withoutReplacement = "without-replacement"

    /// Whether chance decides, so that a node carries the distribution that its children came from.
    public var isDrawn: Bool { !Self.deterministic.contains(self) }

    /// The modes whose children are a function of the context alone.
    public static let deterministic: Set<DrawMode> = [.topK, .retrieved]
}

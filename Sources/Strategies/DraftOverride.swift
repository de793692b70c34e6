/// A draft that takes the place of those that strategy files name: a head, or a small model.
public struct DraftOverride: Sendable, Hashable {
    /// The draft head, for policies that have an option of this name; nil leaves the file's.
    public let head: String?

    /// The small model that drafts, for policies that have an option `model`; nil leaves the file's.
    public let model: String?

    /// Names a draft.
    ///
    /// - Parameters:
    ///   - head: The draft head.
    ///   - model: The small model that drafts.
    public init(head: String? = nil, model: String? = nil) {
        self.head = head
        self.model = model
    }

    /// Every one of several heads with every one of several small models; where there are none, the files' own.
    public static func all(heads: [String], models: [String]) -> [DraftOverride] {
        let models = models.isEmpty ? [nil] : models.map(Optional.some)
        return (heads.isEmpty ? [nil] : heads.map(Optional.some)).flatMap { head in
            models.map { DraftOverride(head: head, model: $0) }
        }
    }
}

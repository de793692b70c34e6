/// Hands out the places of variables in the ``Activation`` of one body: the template's, a macro's or a recursive loop's.
final class BodyLayout {
    /// How many bodies are around this one.
    let depth: Int

    private(set) var slots = 0

    init(inside outer: BodyLayout?) { depth = outer.map { $0.depth + 1 } ?? 0 }

    /// A place that nothing else uses.
    func newSlot() -> StoredName {
        defer { slots += 1 }
        return StoredName(depth: depth, slot: slots)
    }
}

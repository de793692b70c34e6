/// The keys and values of a sequence in all layers: committed tokens, then what is provisional.
///
/// A round is a transaction: it writes its nodes behind the committed tokens, and ``keep(_:)`` makes some of them
/// committed and forgets the others.
public struct KeyValueCache: Sendable {
    /// One store for each layer.
    public var stores: [KeyValueStore]

    /// The number of committed tokens; provisional slots follow.
    public private(set) var length = 0

    /// How many tokens the sequence began with that were read at once: some rotations depend on it (``RotaryFrequencies``).
    public var beginning = 0

    /// Makes an empty cache.
    ///
    /// - Parameters:
    ///   - layers: The number of layers.
    ///   - heads: How the columns of their queries, keys and values divide.
    ///   - format: How keys and values are kept.
    ///   - slots: How many tokens to reserve memory for at once; it grows as needed.
    public init(layers: Int, heads: AttentionHeads, format: KeyValueFormat = .f32, slots: Int = 0) {
        stores = (0..<layers).map { _ in
            KeyValueStore(groups: heads.groups, width: heads.width, format: format, slots: slots)
        }
    }

    /// No cache at all: what holds the place of one that is lent.
    public init() { stores = [] }

    /// Commits the next slots as they are.
    ///
    /// - Parameter count: How many.
    public mutating func append(_ count: Int) { length += count }

    /// Commits provisional slots in the given order and forgets the others.
    ///
    /// - Parameter offsets: Ascending offsets behind the committed tokens, such as the nodes of an accepted path.
    public mutating func keep(_ offsets: [Int]) {
        for layer in stores.indices { stores[layer].compact(offsets, to: length) }
        length += offsets.count
    }

    /// Forgets committed tokens beyond a length.
    ///
    /// - Parameter length: How many to retain, at most the present length.
    public mutating func rewind(to length: Int) {
        precondition(length >= 0 && length <= self.length, "cannot rewind from \(self.length) to \(length)")
        self.length = length
    }
}

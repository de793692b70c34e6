/// The keys and values of one attention layer by slot, laid out for reading: `[groups, capacity, width]`.
public struct KeyValueStore: Sendable {
    /// How many key-value heads there are.
    public let groups: Int

    /// The width of a head.
    public let width: Int

    /// How many slots there is memory for.
    public private(set) var capacity = 0

    var keys: [Float] = []
    var values: [Float] = []

    /// Makes an empty store.
    ///
    /// - Parameters:
    ///   - groups: How many key-value heads there are.
    ///   - width: The width of a head.
    ///   - slots: How many slots to reserve memory for at once; it grows as needed.
    public init(groups: Int, width: Int, slots: Int = 0) {
        self.groups = groups
        self.width = width
        if slots > 0 { setCapacity(slots) }
    }

    /// Writes the keys and values of some rows of a batch to consecutive slots.
    ///
    /// - Parameters:
    ///   - newKeys: `[rows, groups · width]`, already rotated.
    ///   - newValues: `[rows, groups · width]`.
    ///   - rows: Which of the rows; all unless given.
    ///   - start: The first slot; later slots are overwritten.
    public mutating func write(
        keys newKeys: Matrix, values newValues: Matrix, rows: Range<Int>? = nil, at start: Int
    ) {
        precondition(newKeys.columns == groups * width && newValues.columns == groups * width, "shapes differ")
        let rows = rows ?? 0..<newKeys.rows
        precondition(newKeys.rows == newValues.rows && start >= 0 && rows.upperBound <= newKeys.rows, "shapes differ")
        reserve(start + rows.count)
        Self.scatter(newKeys, rows, into: &keys, at: start, groups: groups, width: width, capacity: capacity)
        Self.scatter(newValues, rows, into: &values, at: start, groups: groups, width: width, capacity: capacity)
    }

    /// Moves slots to consecutive places.
    ///
    /// - Parameters:
    ///   - offsets: The slots, counted from `start`: ascending, each at or behind the place it moves to.
    ///   - start: Where the first goes.
    /// - Precondition: The offsets ascend from 0 or more, so that nothing is overwritten before it is moved.
    public mutating func compact(_ offsets: [Int], to start: Int) {
        for (place, offset) in offsets.enumerated() where offset != place {
            let slot = start + offset
            precondition(offset > place && slot < capacity, "slot \(slot) cannot move to \(start + place)")
            for group in 0..<groups {
                let source = (group * capacity + slot) * width
                let destination = (group * capacity + start + place) * width
                Self.copy(width, from: source, to: destination, in: &keys)
                Self.copy(width, from: source, to: destination, in: &values)
            }
        }
    }

    private static func copy(_ count: Int, from source: Int, to destination: Int, in numbers: inout [Float]) {
        numbers.withUnsafeMutableBufferPointer { numbers in
            _ = numbers[destination..<destination + count].update(
                fromContentsOf: numbers[source..<source + count])
        }
    }

    private mutating func reserve(_ slots: Int) {
        // By a quarter: twice as much would be a waste in a long text, where this is most of a sequence's memory.
        if slots > capacity { setCapacity(max(slots, capacity + max(capacity / 4, 256))) }
    }

    private mutating func setCapacity(_ larger: Int) {
        keys = relaid(keys, capacity: larger)
        values = relaid(values, capacity: larger)
        capacity = larger
    }

    private func relaid(_ numbers: [Float], capacity larger: Int) -> [Float] {
        var relaid = [Float](repeating: 0, count: groups * larger * width)
        for group in 0..<groups where capacity > 0 {
            let start = group * larger * width
            relaid.replaceSubrange(
                start..<start + capacity * width,
                with: numbers[group * capacity * width..<(group + 1) * capacity * width])
        }
        return relaid
    }

    private static func scatter(
        _ source: Matrix, _ rows: Range<Int>, into numbers: inout [Float], at start: Int, groups: Int, width: Int,
        capacity: Int
    ) {
        numbers.withUnsafeMutableBufferPointer { numbers in
            source.storage.withUnsafeBufferPointer { source in
                for (place, row) in rows.enumerated() {
                    for group in 0..<groups {
                        let origin = (row * groups + group) * width
                        let destination = (group * capacity + start + place) * width
                        _ = numbers[destination..<destination + width].update(
                            fromContentsOf: source[origin..<origin + width])
                    }
                }
            }
        }
    }
}

import CKernels

/// The keys and values of one attention layer by slot, in pages of 64 slots.
///
/// A text that grows takes another page, and no number is moved. Copies share pages until one of them writes.
public struct KeyValueStore: Sendable {
    /// How many key-value heads there are.
    public let groups: Int

    /// The width of a head.
    public let width: Int

    /// How numbers are kept.
    public let format: KeyValueFormat

    /// The pages, in the order of their slots.
    private var pages: [KeyValuePage] = []

    /// Makes an empty store.
    ///
    /// - Parameters:
    ///   - groups: How many key-value heads there are.
    ///   - width: The width of a head.
    ///   - format: How numbers are kept.
    ///   - slots: How many slots to reserve memory for at once; it grows as needed.
    public init(groups: Int, width: Int, format: KeyValueFormat = .f32, slots: Int = 0) {
        self.groups = groups
        self.width = width
        self.format = format
        reserve(slots)
    }

    /// How many slots there is memory for.
    public var capacity: Int { pages.count * KeyValuePage.slots }

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
        newKeys.storage.withUnsafeBufferPointer { keys in
            newValues.storage.withUnsafeBufferPointer { values in
                guard let keys = keys.baseAddress, let values = values.baseAddress else { return }
                for (place, row) in rows.enumerated() {
                    let (slot, page) = (start + place, writablePage(of: start + place))
                    for group in 0..<groups {
                        let origin = (row * groups + group) * width
                        espalier_keep_slot(
                            format.code, page + group * groupBytes, Int64(slot % KeyValuePage.slots), keys + origin,
                            values + origin, Int64(width))
                    }
                }
            }
        }
    }

    /// Moves slots to consecutive places.
    ///
    /// - Parameters:
    ///   - offsets: The slots, counted from `start`: ascending, each at or behind the place it moves to.
    ///   - start: Where the first goes.
    /// - Precondition: The offsets ascend from 0 or more, so that nothing is overwritten before it is moved.
    public mutating func compact(_ offsets: [Int], to start: Int) {
        for (place, offset) in offsets.enumerated() where offset != place {
            let (slot, destination) = (start + offset, start + place)
            precondition(offset > place && slot < capacity, "slot \(slot) cannot move to \(destination)")
            let page = writablePage(of: destination)
            let source = pages[slot / KeyValuePage.slots].memory
            for group in 0..<groups {
                espalier_move_slot(
                    format.code, page + group * groupBytes, Int64(destination % KeyValuePage.slots),
                    source + group * groupBytes, Int64(slot % KeyValuePage.slots), Int64(width))
            }
        }
    }

    /// Lends the pages that hold the first slots.
    func withPages(slots: Int, _ body: (UnsafePointer<UnsafeRawPointer?>) -> Void) {
        let count = (slots + KeyValuePage.slots - 1) / KeyValuePage.slots
        precondition(count <= pages.count, "a slot beyond the cache")
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer?.self, capacity: max(count, 1)) { pointers in
            for number in 0..<count { pointers[number] = UnsafeRawPointer(pages[number].memory) }
            guard let first = pointers.baseAddress else { return }
            body(first)
        }
        // What is lent must outlive the body.
        withExtendedLifetime(pages) {}
    }

    private var groupBytes: Int { Int(espalier_page_bytes(format.code, Int64(width))) }

    /// The page of a slot, which nobody else reads.
    private mutating func writablePage(of slot: Int) -> UnsafeMutableRawPointer {
        let number = slot / KeyValuePage.slots
        if !isKnownUniquelyReferenced(&pages[number]) { pages[number] = pages[number].copy() }
        return pages[number].memory
    }

    private mutating func reserve(_ slots: Int) {
        while capacity < slots { pages.append(KeyValuePage(byteCount: groups * groupBytes)) }
    }
}

import Tensors
import Testing

/// What slots hold after growing, overwriting and compaction, read through attention.
struct KeyValueStoreTests {
    /// Writes each slot's number as its value, for two groups of width 3; keys are zero.
    private func write(_ numbers: [Float], to store: inout KeyValueStore, at start: Int) {
        let values = numbers.flatMap { number in (0..<6).map { number + Float($0) / 8 } }
        store.write(
            keys: Matrix(rows: numbers.count, columns: 6), values: Matrix(values, columns: 6), at: start)
    }

    /// The number of each slot, by a row that sees it alone: a softmax of one weight is the value itself.
    private func numbers(_ store: KeyValueStore, slots: Int) -> [Float] {
        var visibility = Visibility()
        for slot in 0..<slots { visibility.append(leading: 0, listed: [slot]) }
        var output = Matrix(rows: 0, columns: 6)
        store.attend(
            Matrix(rows: slots, columns: 6), seeing: visibility, scale: 1, into: &output)
        return (0..<slots).map { row in
            let values = Array(output[row])
            let isWhole = values.enumerated().allSatisfy { $0.element == values[0] + Float($0.offset) / 8 }
            return isWhole ? values[0] : .nan
        }
    }

    @Test
    func `Slots keep their contents when the store grows`() {
        var store = KeyValueStore(groups: 2, width: 3)
        #expect(store.capacity == 0)
        for slot in 0..<600 { write([Float(slot)], to: &store, at: slot) }
        #expect(store.capacity >= 600)
        #expect(numbers(store, slots: 600) == (0..<600).map(Float.init))
    }

    @Test
    func `Later writes replace what was there`() {
        var store = KeyValueStore(groups: 2, width: 3)
        write([1, 2, 3, 4], to: &store, at: 0)
        write([8, 9], to: &store, at: 1)
        #expect(numbers(store, slots: 4) == [1, 8, 9, 4])
    }

    @Test(
        arguments: [
            ([0, 1, 2], [0, 1, 2, 3, 4, 5]), ([0, 2, 3], [0, 1, 2, 4, 5, 5]), ([1, 3], [0, 1, 3, 5, 4, 5]),
            ([], [0, 1, 2, 3, 4, 5]), ([3], [0, 1, 5, 3, 4, 5]),
        ] as [([Int], [Float])])
    func `Compaction moves slots forward in their order and touches no other`(kept: [Int], expected: [Float]) {
        var store = KeyValueStore(groups: 2, width: 3)
        write([0, 1, 2, 3, 4, 5], to: &store, at: 0)
        store.compact(kept, to: 2)
        #expect(numbers(store, slots: 6) == expected)
    }

    @Test
    func `A copy is independent`() {
        var store = KeyValueStore(groups: 2, width: 3)
        write([1, 2], to: &store, at: 0)
        let copy = store
        write([7], to: &store, at: 0)
        #expect(numbers(copy, slots: 2) == [1, 2])
        #expect(numbers(store, slots: 2) == [7, 2])
    }
}

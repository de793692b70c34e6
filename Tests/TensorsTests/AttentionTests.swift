import Foundation
import Tensors
import Testing

/// Attention over cache slots against softmax sums in double precision.
struct AttentionTests {
    private let groups = 2
    private let heads = 6

    /// A cache of random keys and values, with the rows that it holds.
    private func cache(slots: Int, width: Int, seed: Int) -> (store: KeyValueStore, keys: Matrix, values: Matrix) {
        var random = FixedRandom(seed)
        let keys = Matrix(random.numbers(slots * groups * width), columns: groups * width)
        let values = Matrix(random.numbers(slots * groups * width), columns: groups * width)
        var store = KeyValueStore(groups: groups, width: width, format: .f32)
        store.write(keys: keys, values: values, at: 0)
        return (store, keys, values)
    }

    /// What one head of one row must yield from the slots it sees.
    private func expected(
        query: [Float], head: Int, slots: [Int], keys: Matrix, values: Matrix, scale: Double
    ) -> [Double] {
        let width = query.count
        let start = head / (heads / groups) * width
        let scores = slots.map { slot in
            zip(query, Array(keys[slot])[start..<start + width]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
                * scale
        }
        let weights = scores.map { exp($0 - (scores.max() ?? 0)) }
        let total = weights.reduce(0, +)
        return (0..<width).map { element in
            zip(slots, weights).reduce(0.0) { sum, seen in
                sum + seen.1 / total * Double(Array(values[seen.0])[start + element])
            }
        }
    }

    @Test(arguments: [2, 8, 20, 64, 66])
    func `Each row is the softmax-weighted mean of the slots it sees`(width: Int) {
        let (store, keys, values) = cache(slots: 40, width: width, seed: width)
        let seen = [(5, []), (0, [7]), (10, [12, 11, 39]), (40, []), (1, [3, 5])] as [(Int, [Int])]
        var visibility = Visibility()
        for (leading, listed) in seen { visibility.append(leading: leading, listed: listed) }
        var random = FixedRandom(99)
        let queries = Matrix(random.numbers(seen.count * heads * width), columns: heads * width)
        for variant in KernelVariant.available {
            var output = Matrix(rows: 0, columns: heads * width)
            KernelVariant.with(variant) {
                store.attend(queries, seeing: visibility, scale: 0.7, into: &output)
            }
            check(output, of: queries, seeing: seen, keys: keys, values: values, "\(variant)")
        }
    }

    /// Fails unless every head of every row is near the reference.
    private func check(
        _ output: Matrix, of queries: Matrix, seeing seen: [(Int, [Int])], keys: Matrix, values: Matrix,
        _ comment: String
    ) {
        let width = queries.columns / heads
        for (row, (leading, listed)) in seen.enumerated() {
            let (query, actual) = (Array(queries[row]), Array(output[row]))
            for head in 0..<heads {
                let part = head * width..<(head + 1) * width
                let wanted = expected(
                    query: Array(query[part]), head: head, slots: Array(0..<leading) + listed, keys: keys,
                    values: values, scale: 0.7)
                let error = zip(actual[part], wanted).map { abs(Double($0) - $1) }.max() ?? 0
                #expect(error < 1e-5, "row \(row), head \(head), \(comment)")
            }
        }
    }

    /// Rows that see no more than the last slots of their own path give what those alone give; and bounded scores.
    @Test(arguments: [1, 3, 8, 100])
    func `A window holds the end of each row's path`(window: Int) {
        let width = 20
        let store = cache(slots: 40, width: width, seed: window).store
        let seen = [(5, []), (0, [7]), (10, [12, 11, 39]), (40, []), (1, [3, 5, 6, 7])] as [(Int, [Int])]
        var (all, cut) = (Visibility(), Visibility())
        for (leading, listed) in seen {
            all.append(leading: leading, listed: listed)
            cut.append(leading: 0, listed: (Array(0..<leading) + listed).suffix(window))
        }
        var random = FixedRandom(3)
        let queries = Matrix(random.numbers(seen.count * heads * width), columns: heads * width)
        for variant in KernelVariant.available {
            for cap in [nil, Float(0.5)] {
                var windowed = Matrix(rows: 0, columns: heads * width)
                var expected = windowed
                KernelVariant.with(variant) {
                    store.attend(
                        queries, seeing: all, scale: 0.7, softCap: cap, window: window,
                        into: &windowed)
                    store.attend(
                        queries, seeing: cut, scale: 0.7, softCap: cap, into: &expected)
                }
                // Pages are of a row's places, so that sums are cut elsewhere.
                let error = zip(windowed.values, expected.values).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error < 1e-6, "\(variant), cap \(String(describing: cap))")
            }
        }
    }

    @Test
    func `A tree's path reads as a plain sequence does, to the bit`() {
        let width = 16
        let (store, keys, values) = cache(slots: 24, width: width, seed: 1)
        var random = FixedRandom(2)
        let query = Matrix(random.numbers(heads * width), columns: heads * width)
        // Nodes 0, 2, 5 of a tree behind 18 tokens lie in slots 18, 20, 23.
        var tree = Visibility.tree(past: 18, parents: [-1, 0, 0, 1, 2, 2])
        var output = Matrix(rows: 0, columns: heads * width)
        let queries = query.gathering([0, 0, 0, 0, 0, 0])
        store.attend(queries, seeing: tree, scale: 0.25, into: &output)
        let branch = output[5].map(\.bitPattern)

        let path = Array(0..<18) + [18, 20, 23]
        var plain = KeyValueStore(groups: groups, width: width, format: .f32)
        plain.write(keys: keys.gathering(path), values: values.gathering(path), at: 0)
        tree = .causal(past: 20, rows: 1)
        plain.attend(query, seeing: tree, scale: 0.25, into: &output)
        #expect(output[0].map(\.bitPattern) == branch)
    }

    @Test
    func `Scores beyond single precision's exponential still give weights`() {
        var store = KeyValueStore(groups: 1, width: 1, format: .f32)
        store.write(keys: Matrix([0, 1000, -1000], columns: 1), values: Matrix([5, 6, 7], columns: 1), at: 0)
        var output = Matrix(rows: 0, columns: 1)
        store.attend(
            Matrix([1], columns: 1), seeing: .causal(past: 2, rows: 1), scale: 1, into: &output)
        #expect(output[0].first == 6)
    }
}

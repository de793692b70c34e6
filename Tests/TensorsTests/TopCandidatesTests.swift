import Foundation
import Tensors
import Testing

/// The most probable entries and their log-probabilities.
struct TopCandidatesTests {
    private func indices(_ limit: Int, of row: [Float]) -> [Int] {
        var best = TopCandidates()
        best.select(limit, from: row[...])
        return (0..<best.count).map { best[$0].index }
    }

    @Test(arguments: [1, 5, 16, 100, 4097])
    func `Entries come by descending logit with their log-probabilities`(count: Int) {
        var random = FixedRandom(count)
        let row = random.numbers(count).map { $0 * 8 }
        let order = row.indices.sorted { row[$0] > row[$1] }
        let total = log(row.reduce(0.0) { $0 + exp(Double($1)) })
        var best = TopCandidates()
        for limit in [1, 4, 10, 60] {
            best.select(limit, from: row[...])
            #expect(best.count == min(limit, count))
            for place in 0..<best.count {
                #expect(best[place].index == order[place])
                #expect(abs(Double(best[place].logProbability) - (Double(row[order[place]]) - total)) < 1e-5)
            }
        }
    }

    @Test
    func `Equal logits come in ascending order of position`() {
        let row: [Float] = [1, 3, 2, 3, 2, 3, 1, 3]
        #expect(indices(8, of: row) == [1, 3, 5, 7, 2, 4, 0, 6])
        #expect(indices(3, of: row) == [1, 3, 5])
        #expect(indices(20, of: [Float](repeating: 0.5, count: 17)) == Array(0..<17))
    }

    @Test
    func `NaN is never a candidate`() {
        #expect(indices(3, of: [.nan, 1, .nan, 2]) == [3, 1])
        #expect(indices(2, of: [.nan, .nan]).isEmpty)
    }

    @Test
    func `Asking for none gives none`() {
        #expect(indices(0, of: [1, 2, 3]).isEmpty)
        #expect(indices(4, of: []).isEmpty)
    }

    @Test
    func `A slice counts positions from its own start`() {
        let rows: [Float] = [9, 9, 9, 1, 2, 3]
        var best = TopCandidates()
        best.select(1, from: rows[3...])
        #expect(best[0].index == 2)
    }
}

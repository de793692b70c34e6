import Foundation
import Speculation
import Testing

struct LogProbabilitiesTests {
    @Test
    func `Values are logarithms of the softmax, ranks and the best ones go by logit and then by id`() {
        let probabilities = [0.1, 0.3, 0.3, 0.05, 0.25]
        let logits = [9] + probabilities.map { Float(log($0)) }
        let row = LogProbabilities(logits[1...])
        for (token, probability) in probabilities.enumerated() {
            #expect(abs(Double(row.value(of: token)) - log(probability)) < 1e-6)
        }
        #expect((0..<5).map { row.rank(of: $0) } == [4, 1, 2, 5, 3])
        #expect(row.best(0) == [])
        #expect(row.best(1) == [1])
        #expect(row.best(4) == [1, 2, 4, 0])
        #expect(row.best(9) == [1, 2, 4, 0, 3])
    }

    @Test
    func `The best of a long row are the first of all when sorted`() {
        var random = SeededRandom(seed: 4)
        let logits = (0..<5_000).map { _ in Float(Int(random.normal() * 40)) }
        let sorted = logits.indices.sorted { logits[$0] == logits[$1] ? $0 < $1 : logits[$0] > logits[$1] }
        for count in [1, 5, 64, 4_000] {
            #expect(LogProbabilities(logits[...]).best(count) == Array(sorted.prefix(count)))
        }
    }
}

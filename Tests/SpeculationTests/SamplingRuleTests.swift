import Foundation
import Speculation
import Testing

@Suite("The warped distribution is temperature, then top-p, then top-k")
struct SamplingRuleTests {
    /// Logits whose softmax is 0.4, 0.1, 0.3, 0.2.
    let logits: [Float] = [0.4, 0.1, 0.3, 0.2].map { Float(log($0)) }

    func distribution(_ rule: SamplingRule) -> [Double] { rule.distribution(of: logits[...]) }

    func close(_ left: [Double], _ right: [Double]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test("temperature 0 puts everything on the largest logit, the first of equal ones")
    func greedy() {
        #expect(distribution(SamplingRule()) == [1, 0, 0, 0])
        #expect(SamplingRule.argmax([1, 3, 3, 2]) == 1)
        #expect(SamplingRule.argmax([5, 9, 1, 7][2...]) == 1)
        for count in 1...40 {
            for place in 0..<count {
                var logits = (0..<count).map { Float(-$0 % 7) }
                logits[place] = 1
                #expect(SamplingRule.argmax(logits[...]) == place)
                logits[count - 1] = 1
                #expect(SamplingRule.argmax(logits[...]) == place)
            }
        }
    }

    @Test("temperature 1 is the softmax, others its powers")
    func temperature() {
        #expect(close(distribution(SamplingRule(temperature: 1)), [0.4, 0.1, 0.3, 0.2]))
        let squares = [0.16, 0.01, 0.09, 0.04].map { $0 / 0.3 }
        #expect(close(distribution(SamplingRule(temperature: 0.5)), squares))
    }

    @Test("top-p keeps the fewest tokens that reach the sum, top-k at most so many")
    func truncation() {
        #expect(close(distribution(SamplingRule(temperature: 1, topP: 0.5)), [4 / 7.0, 0, 3 / 7.0, 0]))
        #expect(close(distribution(SamplingRule(temperature: 1, topK: 3)), [4 / 9.0, 0, 3 / 9.0, 2 / 9.0]))
        #expect(close(distribution(SamplingRule(temperature: 1, topP: 0.95, topK: 1)), [1, 0, 0, 0]))
    }

    @Test("equal tokens at the border are kept in order of their ids")
    func ties() {
        let even: [Float] = [0, 0, 0, 0]
        #expect(SamplingRule(temperature: 1, topK: 2).distribution(of: even[...]) == [0.5, 0.5, 0, 0])
    }

    @Test("a draw consults the generator once, and not at all when greedy")
    func drawing() {
        var random = SeededRandom(seed: 3)
        let before = random
        #expect(SamplingRule().draw(from: logits[...], using: &random) == 0)
        #expect(random == before)
        _ = SamplingRule(temperature: 1).draw(from: logits[...], using: &random)
        var once = before
        _ = once.next()
        #expect(random == once)
    }

    @Test("the generator repeats itself, and streams differ")
    func generator() {
        var first = SeededRandom(seed: 42)
        var second = SeededRandom(seed: 42)
        var other = SeededRandom(seed: 42, stream: 1)
        let words = (0..<8).map { _ in first.next() }
        #expect(words == (0..<8).map { _ in second.next() })
        #expect(words != (0..<8).map { _ in other.next() })
        #expect((0..<1_000).allSatisfy { _ in (0..<1).contains(first.uniform()) })
        #expect((0..<100).allSatisfy { _ in first.index(weightedBy: [0, 2, 0]) == 1 })
    }
}

import Foundation
import Speculation
import Testing

@Suite("The warped distribution is temperature, then top-k, top-p and min-p")
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

    @Test("top-k keeps that many tokens, top-p the fewest that reach the sum, min-p those near the best")
    func truncation() {
        #expect(close(distribution(SamplingRule(temperature: 1, topP: 0.5)), [4 / 7.0, 0, 3 / 7.0, 0]))
        #expect(close(distribution(SamplingRule(temperature: 1, topK: 3)), [4 / 9.0, 0, 3 / 9.0, 2 / 9.0]))
        #expect(close(distribution(SamplingRule(temperature: 1, topK: 1, topP: 0.95)), [1, 0, 0, 0]))
        #expect(close(distribution(SamplingRule(temperature: 1, minP: 0.6)), [4 / 7.0, 0, 3 / 7.0, 0]))
    }

    @Test("top-k comes before top-p: the sum is one over what top-k kept")
    func order() {
        // Of all four 0.4 + 0.3 + 0.2 are needed for 0.75; of the first three, 0.4 + 0.3 of 0.9 are enough.
        #expect(close(distribution(SamplingRule(temperature: 1, topP: 0.75)), [4 / 9.0, 0, 3 / 9.0, 2 / 9.0]))
        #expect(close(distribution(SamplingRule(temperature: 1, topK: 3, topP: 0.75)), [4 / 7.0, 0, 3 / 7.0, 0]))
    }

    @Test("of equal tokens at the border top-k and min-p keep all, top-p those of smaller id")
    func ties() {
        let even: [Float] = [0, 0, 0, 0]
        #expect(SamplingRule(temperature: 1, topK: 2).distribution(of: even[...]) == [0.25, 0.25, 0.25, 0.25])
        #expect(SamplingRule(temperature: 1, topP: 0.5).distribution(of: even[...]) == [0.5, 0.5, 0, 0])
        #expect(SamplingRule(temperature: 1, minP: 1).distribution(of: even[...]) == [0.25, 0.25, 0.25, 0.25])
    }

    @Test("a token of logit minus infinity never comes, however many top-k asks for")
    func impossible() {
        let row: [Float] = [-.infinity, 1, -.infinity, 1]
        for rule in [
            SamplingRule(temperature: 1), SamplingRule(temperature: 1, topK: 3),
            SamplingRule(temperature: 1, topP: 0.999),
            SamplingRule(temperature: 2, topK: 4, topP: 0.99, minP: 0.001),
        ] {
            #expect(rule.distribution(of: row[...]) == [0, 0.5, 0, 0.5])
        }
        #expect(SamplingRule().distribution(of: row[...]) == [0, 1, 0, 0])
    }

    /// Sorts everything and keeps step by step what the next step is about.
    func reference(_ rule: SamplingRule, _ logits: [Float]) -> [Double] {
        var order = logits.indices.sorted { logits[$0] == logits[$1] ? $0 < $1 : logits[$0] > logits[$1] }
        let weights = logits.map { exp(Double($0) / rule.temperature) }
        if rule.topK > 0 && rule.topK < order.count {
            let least = logits[order[rule.topK - 1]]
            order = order.filter { logits[$0] >= least }
        }
        if rule.topP < 1 {
            let sum = order.reduce(0) { $0 + weights[$1] }
            var reached = 0.0
            order = Array(
                order.prefix { token in
                    defer { reached += weights[token] / sum }
                    return reached < rule.topP
                })
        }
        let most = weights[order[0]]
        order = order.filter { weights[$0] / most >= rule.minP }
        let sum = order.reduce(0) { $0 + weights[$1] }
        var distribution = [Double](repeating: 0, count: logits.count)
        for token in order { distribution[token] = weights[token] / sum }
        return distribution
    }

    @Test("what is kept is what sorting the whole row keeps", arguments: [2, 7, 63, 64, 65, 129, 1000])
    func selection(size: Int) {
        var random = SeededRandom(seed: UInt64(size))
        for trial in 0..<60 {
            let spread = [0.1, 1, 4][trial % 3]
            let logits = (0..<size).map { _ in Float(random.normal() * spread) }
            let rule = SamplingRule(
                temperature: 0.3 + random.uniform(),
                topK: trial % 2 == 0 ? 0 : Int(random.uniform() * Double(size + 2)),
                topP: trial % 5 < 2 ? 1 : 0.05 + 0.949 * random.uniform(), minP: trial % 4 == 0 ? random.uniform() : 0)
            let row = [7] + logits
            let found = rule.distribution(of: row[1...])
            let expected = reference(rule, logits)
            #expect(close(found, expected), "\(rule)")
            #expect(zip(found, expected).allSatisfy { ($0 > 0) == ($1 > 0) }, "\(rule)")
        }
    }

    @Test("a draw of a truncated rule is the draw from its distribution", arguments: 0..<40)
    func truncatedDraws(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let logits = (0..<200).map { _ in Float(random.normal() * 2) }
        let rule = SamplingRule(temperature: 0.9, topK: 30, topP: 0.9, minP: 0.01)
        var other = random
        var scratch = SamplingRule.Scratch()
        for _ in 0..<5 {
            let drawn = rule.draw(from: logits[...], using: &random, scratch: &scratch)
            #expect(drawn == other.index(weightedBy: rule.distribution(of: logits[...])))
        }
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
        random = before
        _ = SamplingRule(temperature: 1, topK: 2, topP: 0.5, minP: 0.1).draw(from: logits[...], using: &random)
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

import Decoding
import Foundation
import Speculation
import Testing

/// `Resources/warping.json`: what transformers makes of random rows; `warping.py` beside it made it.
struct WarpingGoldenTests {
    struct Case: Decodable {
        struct Options: Decodable {
            let temperature: Double
            let topK: Int?
            let topP: Double?
            let minP: Double?
            let repetitionPenalty: Double?
            let presencePenalty: Double?
            let frequencyPenalty: Double?
            let bias: [[Double]]?
            let minNewTokens: Int?
            let stopTokens: [Token]?

            var rules: DecodingRules {
                DecodingRules(
                    logits: LogitRule(
                        repetitionPenalty: repetitionPenalty ?? 1, presencePenalty: presencePenalty ?? 0,
                        frequencyPenalty: frequencyPenalty ?? 0,
                        bias: Dictionary(uniqueKeysWithValues: (bias ?? []).map { (Int($0[0]), $0[1]) })),
                    sampling: SamplingRule(temperature: temperature, topK: topK ?? 0, topP: topP ?? 1, minP: minP ?? 0),
                    limits: DecodingLimits(
                        maximumNewTokens: 100, minimumNewTokens: minNewTokens ?? 0, stopTokens: Set(stopTokens ?? [])))
            }
        }

        let options: Options
        let prompt: [Token]
        let answer: [Token]
        let logits: [Float]
        let adjusted: [Float?]
        let probabilities: [Double]
    }

    private static func cases() throws -> [Case] {
        let file = try #require(Bundle.module.url(forResource: "Resources/warping", withExtension: "json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Case].self, from: Data(contentsOf: file))
    }

    /// The golden numbers have seven digits; minus infinity is null there.
    private static func isClose(_ logit: Float, _ expected: Float?) -> Bool {
        guard let expected else { return logit == -.infinity }
        return abs(logit - expected) <= 1e-6 * max(abs(expected), 1)
    }

    @Test
    func `Bias, penalties and suppressed end tokens give transformers' logits, and its warpers' probabilities`() throws
    {
        let cases = try Self.cases()
        #expect(cases.count == 200)
        for (number, golden) in cases.enumerated() {
            let rules = golden.options.rules
            let scores = TreeScores(logits: golden.logits, vocabularySize: golden.logits.count)
            var row = golden.logits
            if var adjustment = ScoreAdjustment(rules, prompt: golden.prompt, vocabularySize: row.count) {
                for token in golden.answer { adjustment.note(token) }
                row = Array(adjustment.adjust(scores).row(0))
            }
            for (logit, expected) in zip(row, golden.adjusted) {
                #expect(Self.isClose(logit, expected), "case \(number)")
            }
            let probabilities = rules.sampling.distribution(of: row[...])
            for (probability, expected) in zip(probabilities, golden.probabilities) {
                #expect(abs(probability - expected) < 1e-5, "case \(number)")
                #expect((probability > 0) == (expected > 0) || expected < 1e-30, "case \(number)")
            }
        }
    }

    /// Along a tree's path a row is what it is after the same tokens of an answer.
    @Test
    func `A node's row depends on its own path alone`() throws {
        for golden in try Self.cases() where !golden.answer.isEmpty {
            let rules = golden.options.rules
            let size = golden.logits.count
            guard var along = ScoreAdjustment(rules, prompt: golden.prompt, vocabularySize: size) else { continue }
            along.note(golden.answer[0])
            // The answer's other tokens as one path, and beside each of its nodes a wrong turn with a child of its own.
            var candidates = Candidates()
            var last = 0
            for token in golden.answer.dropFirst() {
                let next = candidates.count + 1
                candidates.append(token, after: last, logProbability: nil)
                candidates.append((token + 1) % size, after: last, logProbability: nil)
                candidates.append((token + 2) % size, after: next + 1, logProbability: nil)
                last = next
            }
            var tree = TokenTree(root: golden.answer[0])
            tree.attach(candidates)
            let rows = [[Float]](repeating: golden.logits, count: tree.count)
            let scores = along.adjust(TreeScores(logits: rows.flatMap { $0 }, vocabularySize: size), of: tree)
            #expect(zip(scores.row(last), golden.adjusted).allSatisfy { Self.isClose($0, $1) })
            for node in 0..<tree.count {
                var alone = try #require(ScoreAdjustment(rules, prompt: golden.prompt, vocabularySize: size))
                for token in [golden.answer[0]] + tree.path(to: node).map({ tree.tokens[$0] }) { alone.note(token) }
                let row = alone.adjust(TreeScores(logits: golden.logits, vocabularySize: size)).row(0)
                #expect(scores.row(node) == row)
            }
        }
    }
}

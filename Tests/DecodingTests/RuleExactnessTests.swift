import Decoding
import GreedyPlugin
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing
import TypicalPlugin

@Suite("With every rule of a request trees emit what plain decoding would, worked out independently")
struct RuleExactnessTests {
    static let prompt = [0, 1, 2, 0, 1]

    /// One case of rules, as tests name it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let logits: LogitRule
        var sampling = SamplingRule(temperature: 1)
        var minimum = 0
        var stop: Set<Token> = []

        func rules(_ count: Int, greedy: Bool = false) -> DecodingRules {
            DecodingRules(
                logits: logits, sampling: greedy ? SamplingRule() : sampling,
                limits: DecodingLimits(maximumNewTokens: count, minimumNewTokens: minimum, stopTokens: stop))
        }
    }

    static let cases = [
        Case(testDescription: "repetition penalty", logits: LogitRule(repetitionPenalty: 1.4)),
        Case(testDescription: "repetition favoured", logits: LogitRule(repetitionPenalty: 0.7)),
        Case(testDescription: "presence penalty", logits: LogitRule(presencePenalty: 1.3)),
        Case(testDescription: "frequency penalty", logits: LogitRule(frequencyPenalty: 0.9)),
        Case(testDescription: "bias", logits: LogitRule(bias: [1: 1.7, 3: -2])),
        Case(testDescription: "two tokens at least", logits: LogitRule(), minimum: 2, stop: [0, 3]),
        Case(
            testDescription: "truncation behind penalties",
            logits: LogitRule(repetitionPenalty: 1.2, frequencyPenalty: 0.5),
            sampling: SamplingRule(temperature: 0.8, topK: 3, topP: 0.9, minP: 0.05)),
        Case(
            testDescription: "everything at once",
            logits: LogitRule(repetitionPenalty: 1.1, presencePenalty: 0.4, frequencyPenalty: -0.6, bias: [2: 0.8]),
            sampling: SamplingRule(temperature: 1.4, topK: 3, topP: 0.95, minP: 0.1), minimum: 1, stop: [1]),
    ]

    /// Trees of every kind, and drafts that guess well, badly and not at all.
    static let combinations = Combination.all.filter {
        [
            "a chain of 5, a good guesser", "the whole tree of two levels, a wrong guesser",
            "a ragged static tree, an oracle",
            "a large dynamic tree, a good guesser", "a small cost-aware tree of pinned costs, a good guesser",
            "the whole tree of two levels, retrieved fragments",
        ].contains($0.testDescription)
    }

    static let target = ScriptedTarget(.random(vocabularySize: 4, seed: 12, memory: 2))

    func decoded(_ engine: DecodingEngine, _ rules: DecodingRules) throws -> [[Token]: Double] {
        try EnumeratedDraws(draws: rules.limits.maximumNewTokens).law { random in
            var loop = try DecodingLoop(
                engine, DecodingRequest(prompt: Self.prompt, rules: rules, random: random))
            while loop.finish == nil { _ = try loop.round() }
            return loop.emitted
        }
    }

    @Test("the enumeration finds the law of draws whatever their probabilities")
    func enumeration() {
        let law = EnumeratedDraws(draws: 3).law { random in
            var random = random
            return [0.37, 0.61, 0.113].map { random.uniform() < $0 ? 1 : 0 }
        }
        #expect(law.count == 8)
        #expect(abs((law[[1, 0, 1]] ?? 0) - 0.37 * 0.39 * 0.113) < 1e-6)
        #expect(abs(law.values.reduce(0, +) - 1) < 1e-9)
        var prescribed = SeededRandom(drawing: (0.25, 0.5, 0.875))
        #expect((0..<3).map { _ in prescribed.uniform() } == [0.25, 0.5, 0.875])
    }

    @Test("the law of three tokens, by enumerating all outcomes", arguments: cases, combinations)
    func law(rules: Case, combination: Combination) throws {
        let engine = combination.engine(Self.target, SamplingVerifier())
        let expected = ReferenceRules(target: Self.target, rules: rules.rules(3)).law(after: Self.prompt)
        #expect(totalVariation(try decoded(engine, rules.rules(3)), expected) < 1e-5)
    }

    @Test("plain decoding follows the same law", arguments: cases)
    func plainLaw(rules: Case) throws {
        let expected = ReferenceRules(target: Self.target, rules: rules.rules(3)).law(after: Self.prompt)
        #expect(totalVariation(try decoded(.plain(Self.target), rules.rules(3)), expected) < 1e-5)
    }

    @Test("penalties that look at the root's history alone are told apart, and so is a rule that is not exact")
    func controls() throws {
        let combination = try #require(Self.combinations.first { $0.testDescription.contains("ragged") })
        for rules in Self.cases where rules.logits.frequencyPenalty > 0 || rules.logits.presencePenalty > 0 {
            var wrong = ReferenceRules(target: Self.target, rules: rules.rules(3))
            wrong.answerSeen = { Array($0.prefix(1)) }
            let decoded = try decoded(combination.engine(Self.target, SamplingVerifier()), rules.rules(3))
            #expect(totalVariation(decoded, wrong.law(after: Self.prompt)) > 0.005, "\(rules.testDescription)")
            let lossy = try self.decoded(combination.engine(Self.target, TypicalVerifier()), rules.rules(3))
            let expected = ReferenceRules(target: Self.target, rules: rules.rules(3)).law(after: Self.prompt)
            #expect(totalVariation(lossy, expected) > 0.02, "\(rules.testDescription)")
        }
    }

    @Test("greedy output is plain decoding's, and both are the reference's", arguments: Combination.all)
    func greedy(combination: Combination) throws {
        for (seed, rules) in Self.cases.enumerated() {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: UInt64(seed) + 50))
            let expected = ReferenceRules(target: target, rules: rules.rules(30, greedy: true))
                .greedyAnswer(after: Self.prompt)
            let verifiers: [any Verifier] = [GreedyVerifier(), SamplingVerifier(), TypicalVerifier()]
            for verifier in verifiers {
                let output = try combination.engine(target, verifier)
                    .output(after: Self.prompt, rules.rules(30, greedy: true))
                #expect(output.tokens == expected, "\(rules.testDescription)")
            }
            let plain = try DecodingEngine.plain(target).output(after: Self.prompt, rules.rules(30, greedy: true))
            #expect(plain.tokens == expected, "\(rules.testDescription)")
        }
    }

    @Test("sampled output equals plain decoding with the same seed, token for token", arguments: Combination.all)
    func sameSeed(combination: Combination) throws {
        for (seed, rules) in Self.cases.enumerated() {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: UInt64(seed) + 70))
            let engine = combination.engine(target, SamplingVerifier())
            for draw in UInt64(0)..<6 {
                let plain = try DecodingEngine.plain(target).output(after: Self.prompt, rules.rules(25), seed: draw)
                let output = try engine.output(after: Self.prompt, rules.rules(25), seed: draw)
                #expect(output.tokens == plain.tokens && output.finish == plain.finish, "\(rules.testDescription)")
            }
        }
    }
}

import ChainPlugin
import Decoding
import DynamicPlugin
import GreedyPlugin
import LanguageModels
import SamplingPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing

@Suite("Answers decoded together are what each is alone")
struct BatchTests {
    private func loop(
        _ engine: DecodingEngine, _ number: Int, prompt: [Token], _ sampling: SamplingRule, count: Int,
        stop: Set<Token> = [3]
    ) throws -> DecodingLoop {
        let rules = DecodingRules(
            sampling: sampling, limits: DecodingLimits(maximumNewTokens: count, stopTokens: stop))
        let random = SeededRandom(seed: 9, stream: UInt64(number))
        return try DecodingLoop(engine, DecodingRequest(prompt: prompt, rules: rules, random: random))
    }

    /// Runs to the end one after the other.
    private func alone(_ loop: DecodingLoop) throws -> (tokens: [Token], finish: FinishReason?, rounds: Int) {
        var loop = loop
        var rounds = 0
        while loop.finish == nil {
            _ = try loop.round()
            rounds += 1
        }
        return (loop.emitted, loop.finish, rounds)
    }

    @Test("whatever the strategy, the lengths and the limits", arguments: Combination.all)
    func together(combination: Combination) throws {
        let target = ScriptedTarget(.random(vocabularySize: 5, seed: 17), contextLimit: 40)
        for sampling in [SamplingRule(), SamplingRule(temperature: 1)] {
            let engine = combination.engine(target, SamplingVerifier())
            // The last ones fill the context.
            let requests = [(3, 20), (1, 1), (7, 12), (20, 60), (33, 60), (39, 60)]
            func make(_ number: Int) throws -> DecodingLoop {
                let (length, count) = requests[number]
                return try loop(engine, number, prompt: (0..<length).map { $0 % 5 }, sampling, count: count)
            }
            var batch = DecodingBatch(of: target)
            var rounds: [Int: Int] = [:]
            // Some join while others are under way.
            for number in 0..<3 { batch.add(try make(number), number: number) }
            for _ in 0..<2 { batch.step { number, _ in rounds[number, default: 0] += 1 } }
            for number in 3..<requests.count { batch.add(try make(number), number: number) }
            while batch.count > 0 { batch.step { number, _ in rounds[number, default: 0] += 1 } }
            let ended = batch.takeEnded()
            #expect(ended.map(\.number).sorted() == Array(requests.indices))
            #expect(batch.takeEnded().isEmpty)
            for answer in ended {
                let loop = try answer.result.get()
                let expected = try alone(make(answer.number))
                #expect(loop.emitted == expected.tokens && loop.finish == expected.finish)
                // The trees of one that learns from others' rounds may be other ones.
                if engine.builder?.traits.remembersSequences != true {
                    #expect(rounds[answer.number, default: 0] == expected.rounds)
                }
            }
        }
    }

    /// A guesser that fails once a text has reached a length.
    private struct Failing: DraftPolicy, DraftSession {
        struct Fault: Error {}
        var count = 0
        let features: FeatureRequest? = nil

        func begin(_ beginning: DraftBeginning) throws -> any DraftSession { self }
        mutating func beginRound() {}
        mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
            if count > 12 { throw Fault() }
            return Candidates()
        }
        mutating func commit(_ commitment: Commitment) throws { count += commitment.tokens.count }
        mutating func rewind(to count: Int, for beginning: DraftBeginning) {}
    }

    @Test("one that fails leaves the others going on")
    func failing() throws {
        let target = ScriptedTarget(.random(vocabularySize: 5, seed: 18))
        let engine = DecodingEngine(
            target: target, draft: Failing(), builder: ChainTree(depth: 2), verifier: GreedyVerifier())
        let plain = DecodingEngine(plainly: target)
        var batch = DecodingBatch(of: target)
        for (number, engine) in [plain, engine, plain].enumerated() {
            batch.add(
                try loop(engine, number, prompt: [number, 1, 2], SamplingRule(), count: 20, stop: []), number: number)
        }
        while batch.count > 0 { batch.step() }
        let ended = batch.takeEnded()
        #expect(ended.map(\.number) == [1, 0, 2])
        #expect(throws: Failing.Fault.self) { try ended[0].result.get() }
        for answer in ended.dropFirst() {
            let expected = try plain.output(after: [answer.number, 1, 2], count: 20).tokens
            #expect(try answer.result.get().emitted == expected)
        }
    }

    @Test("with the bundled model in one pass, under several strategies at once")
    func demo() throws {
        let demo = try DemoDrafts()
        let (eagle, small, lookup) = (
            try demo.eagle3().policy, try demo.smallModel().policy, try demo.promptLookup().policy
        )
        let paths = ["0", "1", "00", "01", "10", "000"].compactMap { RankPath(digits: $0) }
        let sampling = SamplingRule(temperature: 0.9)
        let strategies: [((any DraftPolicy)?, (any TreeBuilder)?)] = [
            (nil, nil), (eagle, ChainTree(depth: 4)), (eagle, DynamicTree(depth: 5, topK: 4, totalTokens: 12)),
            (small, ChainTree(depth: 3)), (lookup, StaticTree(paths: paths)),
        ]
        func make(_ number: Int) throws -> DecodingLoop {
            let (draft, builder) = strategies[number]
            return try loop(
                DecodingEngine(target: demo.target, draft: draft, builder: builder, verifier: SamplingVerifier()),
                number, prompt: Array(100..<110 + 30 * number), sampling, count: 30)
        }
        var batch = DecodingBatch(of: demo.target)
        for number in strategies.indices { batch.add(try make(number), number: number) }
        while batch.count > 0 { batch.step() }
        for answer in batch.takeEnded() {
            #expect(try answer.result.get().emitted == alone(make(answer.number)).tokens, "\(answer.number)")
        }
    }
}

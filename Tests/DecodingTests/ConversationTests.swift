import ChainPlugin
import Decoding
import DynamicPlugin
import GreedyPlugin
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("A conversation's next answer reads only what is new")
struct ConversationTests {
    /// Several turns; what follows an answer is what a chat template may make of it.
    struct Turns {
        var sequence = DecodedSequence()
        var text: [Token] = [0, 1, 2, 0, 1]
        let engine: DecodingEngine
        var sampling = SamplingRule()

        /// Decodes the next answer, and compares it with that of a loop that reads the whole text.
        mutating func answer(
            stop: Set<Token> = [], count: Int = 9, seed: UInt64 = 0
        ) throws -> (tokens: [Token], held: Int) {
            let rules = DecodingRules(
                sampling: sampling, limits: DecodingLimits(maximumNewTokens: count, stopTokens: stop))
            var loop = try DecodingLoop(
                engine, DecodingRequest(prompt: text, rules: rules, random: SeededRandom(seed: seed)),
                continuing: &sequence)
            #expect(sequence.tokens.isEmpty)
            while loop.finish == nil { _ = try loop.round() }
            let (tokens, held) = (loop.emitted, loop.heldCount)
            sequence = loop.sequence()
            #expect(sequence.tokens == text + tokens)
            text += tokens
            return (tokens, held)
        }
    }

    @Test("every builder and draft answers turn by turn as plain decoding does", arguments: Combination.all)
    func lossless(combination: Combination) throws {
        for (seed, sampling) in [SamplingRule(), SamplingRule(temperature: 1)].enumerated() {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: UInt64(seed) + 70))
            var turns = Turns(engine: combination.engine(target, SamplingVerifier()), sampling: sampling)
            for turn in 0..<6 {
                let plain = try DecodingEngine.plain(target)
                    .output(after: turns.text, sampling, count: 9, stop: [4], seed: UInt64(turn))
                #expect(try turns.answer(stop: [4], seed: UInt64(turn)).tokens == plain.tokens)
                switch turn % 3 {
                case 0: turns.text += [2, 3]  // The user speaks.
                case 1: turns.text.removeLast(3)  // A thought is dropped from the answer's end.
                default: turns.text.remove(at: 6)  // Something early is rewritten.
                }
            }
        }
    }

    @Test("a prompt is held as far as it begins alike, but for the last token that is the same")
    func held() throws {
        let target = ScriptedTarget(.random(vocabularySize: 7, seed: 3))
        let plain = DecodingEngine.plain(target)
        let oracle = DecodingEngine(
            target: target, draft: ScriptedDraft(target.law),
            builder: DynamicTree(depth: 6, topK: 2, totalTokens: 12), verifier: GreedyVerifier())
        for engine in [plain, oracle] {
            var turns = Turns(engine: engine)
            #expect(try turns.answer().held == 0)
            turns.text += [5, 5, 5]
            #expect(try turns.answer().held == 5 + 9 - 1)
            // The same once more, without an answer in between.
            turns.text = turns.sequence.tokens.dropLast(9)
            #expect(try turns.answer().held == 5 + 9 + 3 - 1)
            turns.text[10] = (turns.text[10] + 1) % 7
            #expect(try turns.answer().held == 9)
            turns.text[0] = 6
            #expect(try turns.answer().held == 0)
        }
    }

    @Test("whatever ends an answer, all of it but the last token is held", arguments: 1...14)
    func ends(count: Int) throws {
        let target = ScriptedTarget(.random(vocabularySize: 6, seed: 11), contextLimit: 30)
        let engine = DecodingEngine(
            target: target, draft: ScriptedDraft(target.law),
            builder: DynamicTree(depth: 8, topK: 3, totalTokens: 20), verifier: GreedyVerifier())
        let free = try DecodingEngine.plain(target).output(after: [0, 1, 2, 0, 1], count: count).tokens
        for stop in [[], Set(free.suffix(1))] {
            var turns = Turns(engine: engine)
            let ended = try turns.answer(stop: stop, count: count).tokens.count
            turns.text.append(3)
            // As long as the context has room, whatever the limit was.
            guard turns.text.count < 30 else { continue }
            let plain = try DecodingEngine.plain(target).output(after: turns.text, count: 40)
            let answer = try turns.answer(count: 40)
            #expect(answer.tokens == plain.tokens && answer.held == 5 + ended - 1)
        }
    }

    /// Lets a draft take part where the prompt's length is even.
    struct Sometimes: TreeBuilder {
        private var chain = DynamicTree(depth: 4, topK: 2, totalTokens: 8)
        var traits: TreeTraits { chain.traits }

        mutating func begin(in situation: RoundSituation) -> Bool { situation.contextLength.isMultiple(of: 2) }

        mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
            chain.nextFrontier(of: tree, in: situation)
        }

        mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree {
            chain.prune(tree, in: situation)
        }
    }

    @Test("a draft that was left out comes in again", arguments: [nil, FeatureRequest(finalState: true)])
    func leftOut(features: FeatureRequest?) throws {
        let target = ScriptedTarget(.random(vocabularySize: 5, seed: 21))
        let draft = ScriptedDraft(target.law, features: features)
        let engine = DecodingEngine(
            target: target, draft: draft, builder: Sometimes(), verifier: GreedyVerifier())
        var turns = Turns(engine: engine)
        for parity in [0, 1, 1, 0, 0, 1, 0] {
            turns.text += [Token](repeating: 2, count: turns.text.count % 2 == parity ? 2 : 1)
            let plain = try DecodingEngine.plain(target).output(after: turns.text, count: 9)
            #expect(try turns.answer().tokens == plain.tokens)
        }
    }

    @Test("a prompt that does not fit leaves what is held as it was")
    func tooLong() throws {
        let target = ScriptedTarget(.random(vocabularySize: 6, seed: 11), contextLimit: 20)
        var turns = Turns(engine: .plain(target))
        _ = try turns.answer(count: 4)
        let text = turns.text
        turns.text += [Token](repeating: 1, count: 11)
        #expect(throws: DecodingError.promptTooLong(tokens: 20, limit: 20)) { try turns.answer() }
        #expect(turns.sequence.tokens == text)
        turns.text = text + [1]
        #expect(try turns.answer().held == text.count - 1)
    }

    @Test("a long prompt is read in pieces, and a draft hears of each", arguments: [511, 512, 513, 1_100])
    func pieces(count: Int) throws {
        let target = ScriptedTarget(.random(vocabularySize: 5, seed: 4), contextLimit: 3_000)
        var random = SeededRandom(seed: 1)
        let prompt = (0..<count).map { _ in Int(random.next() % 5) }
        let engine = DecodingEngine(
            target: target, draft: ScriptedDraft(target.law, features: FeatureRequest(finalState: true)),
            builder: ChainTree(depth: 3), verifier: GreedyVerifier())
        let plain = try DecodingEngine.plain(target).output(after: prompt, count: 10)
        let output = try engine.output(after: prompt, count: 10)
        #expect(output.tokens == plain.tokens)
        // A draft that knows text and target is always right.
        #expect(output.rounds.allSatisfy { $0.accepted == $0.depth } && output.rounds.count == 3)
    }
}

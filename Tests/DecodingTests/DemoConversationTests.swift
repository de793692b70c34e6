import ChainPlugin
import CostAwarePlugin
import Costs
import Decoding
import DynamicPlugin
import LanguageModels
import OptTreePlugin
import SamplingPlugin
import SequoiaPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing
import ThresholdPlugin

/// Conversations with the bundled model, where what is left in the caches tells by its bits.
struct DemoConversationTests {
    @Test
    func `Rewound drafts propose what new ones do`() throws {
        let demo = try DemoDrafts()
        let drawing = try [DrawMode.independent, .withoutReplacement].flatMap {
            [try demo.eagle3(draw: $0), try demo.smallModel(draw: $0), try demo.layerSkip(draw: $0)]
        }
        let naming = [
            try demo.eagle3(), try demo.smallModel(), try demo.layerSkip(), try demo.promptLookup(), try demo.suffix(),
            try demo.tokenRecycling(), try demo.retrieval(),
        ]
        for (policy, traits) in naming + drawing {
            let faults = try DraftConformance().faults(
                of: policy, traits, with: demo.target, prompt: Array(100..<130) + Array(110..<120))
            #expect(faults == [])
        }
    }

    /// Answers and the logits after each turn's prompt and after its first token, in four turns.
    ///
    /// The second prompt drops the middle of the first answer, as a template drops a thought; the third is so long that
    /// reading it goes another way than decoding; the fourth goes on with the last words of the answer before.
    private func turns(
        _ engine: DecodingEngine, _ sampling: SamplingRule, stop: Set<Token> = []
    ) throws -> (answers: [[Token]], scores: [[Float]]) {
        var sequence = DecodedSequence()
        var text = Array(100..<420)
        var answers: [[Token]] = []
        var scores: [[Float]] = []
        for turn in 0..<4 {
            let rules = DecodingRules(
                sampling: sampling, limits: DecodingLimits(maximumNewTokens: 30, stopTokens: stop))
            let random = SeededRandom(seed: 5, stream: UInt64(turn))
            var loop = try DecodingLoop(
                engine, DecodingRequest(prompt: text, rules: rules, random: random), continuing: &sequence)
            while loop.finish == nil {
                let outcome = try loop.observedRound().outcome
                if scores.count == turn { scores.append(Array(outcome.scores.row(0))) }
            }
            #expect(turn == 0 ? loop.heldCount == 0 : loop.heldCount > 300)
            answers.append(loop.emitted)
            text += loop.emitted
            sequence = loop.sequence()
            switch turn {
            case 0: text = text.dropLast(20) + text.suffix(4) + Array(40..<60)
            case 1: text += Array(200..<500)
            default: text = text.dropLast(5) + Array(700..<703)
            }
        }
        return (answers, scores)
    }

    @Test(arguments: [SamplingRule(), SamplingRule(temperature: 0.8, topP: 0.9)])
    func `Every turn is plain decoding's in the same conversation, to the bit`(sampling: SamplingRule) throws {
        let demo = try DemoDrafts()
        let plain = DecodingEngine(
            target: demo.target, draft: nil, builder: nil, verifier: SamplingVerifier())
        let (eagle, small, lookup) = (
            try demo.eagle3().policy, try demo.smallModel().policy, try demo.promptLookup().policy
        )
        let paths = ["0", "1", "00", "01", "10", "000"].compactMap { RankPath(digits: $0) }
        let combinations: [(any DraftPolicy, any TreeBuilder)] = [
            (eagle, ChainTree(depth: 5)), (eagle, DynamicTree(depth: 5, topK: 4, totalTokens: 12)),
            (eagle, StaticTree(paths: paths)), (eagle, CostAwareTree(explore: 3, costs: .file(""))),
            (small, ChainTree(depth: 3)), (lookup, StaticTree(paths: paths)),
            (try demo.layerSkip().policy, ThresholdTree(depth: 4)),
            (try demo.suffix().policy, OptTree(totalTokens: 12, threshold: 0.1)),
            (try demo.tokenRecycling().policy, SequoiaTree(totalTokens: 12)),
            (try demo.retrieval().policy, DynamicTree(depth: 3, topK: 3, totalTokens: 6)),
        ]
        let free = try turns(plain, sampling)
        // A token from the midst of an answer ends the turns early.
        for stop in [[], Set([free.answers[1][17]])] {
            let expected = stop.isEmpty ? free : try turns(plain, sampling, stop: stop)
            for (draft, builder) in combinations {
                let engine = DecodingEngine(
                    target: demo.target, draft: draft, builder: builder, verifier: SamplingVerifier())
                let turns = try turns(engine, sampling, stop: stop)
                #expect(turns.answers == expected.answers, "\(builder)")
                #expect(turns.scores == expected.scores, "\(builder)")
            }
        }
    }

    /// Products of many rows may round otherwise than those of few.
    @Test
    func `A prompt in pieces is proposed to as one that is read at once`() throws {
        let demo = try DemoDrafts()
        let text = (0..<900).map { 40 + ($0 * 37 + $0 / 9) % 3_000 }
        for policy in [try demo.eagle3().policy, try demo.smallModel().policy] {
            var session = try demo.target.begin(providing: policy.features)
            let whole = try session.append(text)
            let next = SamplingRule.argmax(whole.scores.row(0))
            var once = try policy.begin(DraftBeginning())
            try once.commit(Commitment(tokens: text, next: next, features: whole.features, round: nil))

            session.rewind(to: 0)
            var pieces = try policy.begin(DraftBeginning(promptCount: text.count))
            for start in stride(from: 0, to: text.count, by: 300) {
                let piece = Array(text[start..<start + 300])
                let read = try session.append(piece)
                try pieces.commit(
                    Commitment(
                        tokens: piece, next: start + 300 < text.count ? text[start + 300] : next,
                        features: read.features, round: nil))
            }
            let root = TokenTree(root: next)
            once.beginRound()
            pieces.beginRound()
            let expected = try once.expand(Frontier([0], width: 12), of: root)
            let found = try pieces.expand(Frontier([0], width: 12), of: root)
            #expect(found.tokens == expected.tokens)
            for (own, other) in zip(found.logProbabilities, expected.logProbabilities) {
                #expect(abs(try #require(own) - (try #require(other))) < 1e-3)
            }
        }
    }
}

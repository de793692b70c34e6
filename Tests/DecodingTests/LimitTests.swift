import ChainPlugin
import Decoding
import DynamicPlugin
import GreedyPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Limits end a sequence exactly where they should")
struct LimitTests {
    static let prompt = [3, 1, 4]

    let target = ScriptedTarget(.random(vocabularySize: 6, seed: 11))

    func oracle(_ target: ScriptedTarget, depth: Int = 8) -> DecodingEngine {
        DecodingEngine(
            target: target, draft: ScriptedDraft(target.law),
            builder: DynamicTree(depth: depth, topK: 3, totalTokens: 20), verifier: GreedyVerifier())
    }

    @Test("never more new tokens than allowed, however deep the tree", arguments: 1...20)
    func newTokens(count: Int) throws {
        let plain = try DecodingEngine.plain(target).output(after: Self.prompt, count: count)
        let output = try oracle(target).output(after: Self.prompt, count: count)
        #expect(output.tokens == plain.tokens)
        #expect(output.tokens.count == count)
        #expect(output.finish == .maximumNewTokens)
    }

    @Test("a stop token inside an accepted path ends the sequence there")
    func stopToken() throws {
        let free = try DecodingEngine.plain(target).output(after: Self.prompt, count: 30).tokens
        for stop in Set(free) {
            let plain = try DecodingEngine.plain(target)
                .output(after: Self.prompt, count: 30, stop: [stop])
            let output = try oracle(target).output(after: Self.prompt, count: 30, stop: [stop])
            #expect(output.tokens == plain.tokens)
            #expect(output.tokens.last == stop)
            #expect(output.tokens.firstIndex(of: stop) == output.tokens.count - 1)
            #expect(output.finish == .stopToken)
            #expect(output.rounds.allSatisfy { $0.accepted <= $0.emitted && $0.emitted <= $0.accepted + 1 })
        }
    }

    @Test("the context is filled to its limit and not beyond", arguments: 4...16)
    func context(limit: Int) throws {
        let small = ScriptedTarget(target.law, contextLimit: limit)
        let plain = try DecodingEngine.plain(small).output(after: Self.prompt, count: 100)
        let output = try oracle(small).output(after: Self.prompt, count: 100)
        #expect(output.tokens == plain.tokens)
        #expect(Self.prompt.count + output.tokens.count == limit)
        #expect(output.finish == .contextLimit)
    }

    @Test("a prompt that is empty or fills the context is refused in a sentence")
    func prompts() {
        let small = ScriptedTarget(target.law, contextLimit: 3)
        #expect(throws: DecodingError.emptyPrompt) { try oracle(small).output(after: [], count: 1) }
        let error = #expect(throws: DecodingError.self) { try oracle(small).output(after: Self.prompt, count: 1) }
        #expect(
            error?.description == "the prompt has 3 tokens, and the target's context holds 3 with the answer")
    }
}

import Decoding
import DynamicPlugin
import GreedyPlugin
import LanguageModels
import Speculation
import Tensors
import Testing

/// The threads share the kernels' work; what they compute does not depend on who computes it.
struct ThreadTests {
    @Test(arguments: [2, 3])
    func `Any number of threads gives the bits that one gives`(threads: Int) throws {
        let alone = try ThreadPool(threads: 1).run { try decode() }
        let together = try ThreadPool(threads: threads).run { try decode() }
        #expect(alone.tokens == together.tokens)
        #expect(alone.scores == together.scores)
    }

    private func decode() throws -> (tokens: [Token], scores: [TreeScores]) {
        let engine = try DemoEngine().engine(
            builder: DynamicTree(depth: 6, topK: 8, totalTokens: 30), verifier: GreedyVerifier())
        // Long enough for the prompt to be read by OpenBLAS.
        let prompt = try ReferenceTreeTests.cases().prefix(3).flatMap(\.prompt)
        let rules = DecodingRules(limits: DecodingLimits(maximumNewTokens: 40, stopTokens: []))
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: prompt, rules: rules, random: SeededRandom(seed: 0)))
        var scores: [TreeScores] = []
        while loop.finish == nil { scores.append(try loop.observedRound().outcome.scores) }
        return (loop.emitted, scores)
    }
}

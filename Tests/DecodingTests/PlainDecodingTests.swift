import Decoding
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing

/// Plain decoding without a verifier of anybody's.
struct PlainDecodingTests {
    @Test(arguments: [SamplingRule(), SamplingRule(temperature: 0.8, topP: 0.9), SamplingRule(temperature: 1, topK: 2)])
    func `It emits what the sampling verifier does where nothing is drafted`(sampling: SamplingRule) throws {
        for seed in UInt64(0)..<5 {
            let target = ScriptedTarget(.random(vocabularySize: 5, seed: seed))
            let verified = DecodingEngine(target: target, draft: nil, builder: nil, verifier: SamplingVerifier())
            let plain = DecodingEngine(plainly: target)
            let expected = try verified.output(after: [0, 1], sampling, count: 30, seed: seed).tokens
            #expect(try plain.output(after: [0, 1], sampling, count: 30, seed: seed).tokens == expected)
        }
    }
}

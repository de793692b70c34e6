import Decoding
import LanguageModels
import SamplingPlugin
import Speculation
import Testing
import Training

@Suite("Decoding many texts at once")
struct DataGenerationTests {
    private static let questions = [
        "What is a tree?", "Write a function that adds two numbers.", "Hi", "Count from one to ten, please.",
        "Nora bakes 4 trays of rolls with 12 rolls on each tray. How many rolls are that?",
    ]

    private func requests(_ demo: DataDemo, _ sampling: SamplingRule, _ logits: LogitRule) throws -> [DecodingRequest] {
        try Self.questions.enumerated().map { place, question in
            DecodingRequest(
                prompt: try demo.codec.tokens([ChatMessage(role: .user, content: question)]),
                rules: DecodingRules(
                    logits: logits, sampling: sampling,
                    limits: DecodingLimits(
                        maximumNewTokens: 10 + 5 * place, minimumNewTokens: 9, stopTokens: demo.codec.stopTokens)),
                random: SeededRandom(seed: 3, stream: UInt64(place)))
        }
    }

    /// The engine's own loop, one text after another.
    private func plain(_ request: DecodingRequest, _ demo: DataDemo) throws -> [Token] {
        let engine = DecodingEngine(
            target: TransformerTarget(demo.model), draft: nil, builder: nil, verifier: SamplingVerifier())
        var loop = try DecodingLoop(engine, request)
        while loop.finish == nil { _ = try loop.round() }
        return loop.emitted
    }

    @Test(
        "gives each the tokens of plain decoding",
        arguments: [SamplingRule(), SamplingRule(temperature: 1), SamplingRule(temperature: 0.8, topP: 0.9)],
        [LogitRule(), LogitRule(repetitionPenalty: 1.2, frequencyPenalty: 0.3, bias: [40: 2])])
    func matchesPlainDecoding(sampling: SamplingRule, logits: LogitRule) throws {
        let demo = try DataDemo()
        let requests = try requests(demo, sampling, logits)
        var generation = BatchedGeneration(demo.plain)
        var texts: [Int: GeneratedText] = [:]
        // The last ones join while the first are under way.
        for number in 0..<3 { try generation.add(requests[number], number: number) }
        for _ in 0..<4 { generation.step() }
        for number in 3..<requests.count { try generation.add(requests[number], number: number) }
        while generation.count > 0 { generation.step() }
        for (number, text) in try generation.takeFinished() { texts[number] = text }
        for (number, request) in requests.enumerated() {
            #expect(texts[number]?.tokens == (try plain(request, demo)), "\(number)")
        }
    }

    @Test("refuses prompts that do not fit, and stops at the context's end")
    func limits() throws {
        let demo = try DataDemo()
        var generation = BatchedGeneration(demo.plain)
        func request(_ count: Int) -> DecodingRequest {
            DecodingRequest(
                prompt: [Token](repeating: 40, count: count),
                rules: DecodingRules(limits: DecodingLimits(maximumNewTokens: 100, stopTokens: [])),
                random: SeededRandom(seed: 0))
        }
        #expect(throws: DecodingError.promptTooLong(tokens: 1024, limit: 1024)) {
            try generation.add(request(1024), number: 0)
        }
        #expect(throws: DecodingError.emptyPrompt) { try generation.add(request(0), number: 0) }
        try generation.add(request(1020), number: 1)
        while generation.count > 0 { generation.step() }
        let finished = try generation.takeFinished()
        #expect(finished.map(\.number) == [1])
        #expect(finished.first?.text.finish == .contextLimit)
        #expect(finished.first?.text.tokens.count == 4)
    }
}

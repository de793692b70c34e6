import Decoding
import DemoModel
import Foundation
import LanguageModels
import Speculation
import Testing
import Training

@Suite("The bundled conversations")
struct DataBundledTests {
    private func file(_ name: String) throws -> ConversationFile {
        try ConversationFile(readingFile: try #require(try BundledFiles.conversations(name)).path)
    }

    @Test("fit the demo target, and share no prompt")
    func disjoint() throws {
        let codec = try DataDemo.codec()
        let (training, heldOut) = (try file("demo"), try file("demo/held-out"))
        for (file, count) in [(training, 2499), (heldOut, 150)] {
            let summary = try Corpus(file, codec: codec, contextLimit: 1024).summary
            #expect(summary.read == count && summary.kept == count)
            #expect(summary.answerTokens > 60 * count)
        }
        let prompts = training.conversations.flatMap(\.userTurns)
        #expect(Set(prompts).count == prompts.count)
        #expect(Set(prompts).isDisjoint(with: heldOut.conversations.flatMap(\.userTurns)))
        #expect(try BundledFiles.conversations("other") == nil)
    }

    @Test("hold the target's own answers at temperature 0", arguments: ["demo", "demo/held-out"])
    func answers(name: String) throws {
        let demo = try DataDemo()
        let talks = try file(name).conversations.suffix(4)
        var generation = BatchedGeneration(demo.plain)
        for (number, talk) in talks.enumerated() {
            try generation.add(
                DecodingRequest(
                    prompt: try demo.codec.tokens(Array(talk.messages.prefix(1))),
                    rules: DecodingRules(
                        limits: DecodingLimits(maximumNewTokens: 160, stopTokens: demo.codec.stopTokens)),
                    random: SeededRandom(seed: 0)), number: number)
        }
        while generation.count > 0 { generation.step() }
        let texts = Dictionary(uniqueKeysWithValues: try generation.takeFinished().map { ($0.number, $0.text) })
        for (number, talk) in talks.enumerated() {
            let text = try #require(texts[number])
            #expect(demo.codec.text(text.tokens) == talk.messages[1].content)
            guard case .messages(_, let cut) = talk.content else { continue }
            #expect(cut == (text.finish == .stopToken ? [] : [1]))
        }
    }
}

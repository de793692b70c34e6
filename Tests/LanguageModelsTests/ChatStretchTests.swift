import DemoModel
import Foundation
import LanguageModels
import Speculation
import Testing

@Suite("Marking what the model is to write")
struct ChatStretchTests {
    private static let talk = [
        ChatMessage(role: .user, content: "Hi there"),
        ChatMessage(role: .assistant, content: "Hello, what is new?"),
        ChatMessage(role: .user, content: "Add 2 and 3."),
        ChatMessage(role: .assistant, content: "It is 5."),
    ]

    private static func tokenizer(_ name: String) throws -> Tokenizer {
        try Tokenizer(
            contentsOf: Bundle.module.bundleURL.appendingPathComponent("Resources/tokenizer/\(name)/tokenizer.json"))
    }

    private static func demo() throws -> Tokenizer {
        let folder = try #require(try BundledFiles.model("demo"))
        return try Tokenizer(contentsOf: folder.appendingPathComponent("tokenizer.json"))
    }

    /// The texts of the maximal runs of marked tokens.
    private func answers(in sequence: TrainingSequence, by tokenizer: Tokenizer) -> [String] {
        var runs: [[Int]] = []
        for (place, token) in sequence.tokens.enumerated() where sequence.isAnswer[place] {
            if place > 0, sequence.isAnswer[place - 1] {
                runs[runs.count - 1].append(token)
            } else {
                runs.append([token])
            }
        }
        return runs.map { tokenizer.decode($0, skipSpecialTokens: false) }
    }

    /// What ends an answer in each format; a vocabulary without a format's tokens spells them out.
    private static let ends: [(ChatTemplate, String)] = [
        (.plainText, ""), (.chatML, "<|im_end|>"), (.qwen3, "<|im_end|>"), (.llama3, "<|eot_id|>"),
        (.deepSeekR1, "<｜end▁of▁sentence｜>"),
    ]

    @Test("gives every format's answers with their ends, and changes no token", arguments: ends)
    func everyFormat(template: ChatTemplate, end: String) throws {
        let tokenizer = try Self.demo()
        let renderer = ChatRenderer(template)
        let sequence = try tokenizer.trainingSequence(of: try renderer.stretches(Self.talk, addGenerationPrompt: false))
        let segments = try renderer.segments(Self.talk, addGenerationPrompt: false)
        #expect(try sequence.tokens == tokenizer.encode(segments))
        // Qwen3 shows an empty thought before its last answer, which the model writes.
        let thought = template == .qwen3 ? "<think>\n\n</think>\n\n" : ""
        let found = answers(in: sequence, by: tokenizer)
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("Hello, what is new?" + end) == true, "\(found)")
        // A vocabulary that lacks the ending token may join its spelling with what follows: then a little more is marked.
        #expect(found.last?.hasPrefix(thought + "It is 5." + end) == true, "\(found)")
        if tokenizer.id(of: end) != nil { #expect(found.last == thought + "It is 5." + end) }
    }

    @Test(
        "gives answers that share a token with the space before them",
        arguments: [ChatTemplate.llama2, ChatTemplate.vicuna])
    func sharedTokens(template: ChatTemplate) throws {
        let tokenizer = try Self.tokenizer("llama2-style")
        let renderer = ChatRenderer(template)
        let sequence = try tokenizer.trainingSequence(of: try renderer.stretches(Self.talk, addGenerationPrompt: false))
        let segments = try renderer.segments(Self.talk, addGenerationPrompt: false)
        #expect(try sequence.tokens == tokenizer.encode(segments))
        let ends = sequence.tokens.indices.filter { sequence.tokens[$0] == tokenizer.id(of: "</s>") }
        #expect(ends.count == 2)
        #expect(ends.allSatisfy { sequence.isAnswer[$0] })
        let texts = answers(in: sequence, by: tokenizer).joined().replacingOccurrences(of: "</s>", with: "")
        #expect(texts == "Hello, what is new?It is 5." || texts == "Hello, what is new? It is 5.", "\(texts)")
    }

    @Test("counts a thought as written by the model unless the prompt gave it")
    func thoughts() throws {
        let talk = [Self.talk[0], ChatMessage(role: .assistant, content: "<think>\nwho?\n</think>\n\nHello")]
        func marked(_ renderer: ChatRenderer, _ talk: [ChatMessage]) throws -> String {
            try renderer.stretches(talk, addGenerationPrompt: false).filter(\.isAnswer).map(\.segment.text).joined()
        }
        #expect(try marked(ChatRenderer(.qwen3), talk) == "<think>\nwho?\n</think>\n\nHello<|im_end|>")
        var quiet = ChatRenderer(.qwen3)
        quiet.allowsThinking = false
        #expect(try marked(quiet, Array(Self.talk.prefix(2))) == "Hello, what is new?<|im_end|>")
    }

    @Test("agrees with a count of bytes wherever answers begin and end", arguments: 0..<40)
    func everyBoundary(seed: UInt64) throws {
        let tokenizer = try Self.demo()
        var random = SeededRandom(seed: seed)
        let words = ["tree", " ", "\n", "é", "don't", " 12", "🌳", "  ", ".", "x\n\n", " naïve"]
        var stretches: [ChatStretch] = []
        for _ in 0..<12 {
            let text = (0..<Int.random(in: 1...3, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }
            let part = Bool.random(using: &random) ? ChatStretch.Part.answer : .context
            stretches.append(ChatStretch(.content(text.joined()), part: part))
        }
        let bytes = stretches.flatMap { stretch in stretch.segment.text.utf8.map { _ in stretch.isAnswer } }
        let sequence = try tokenizer.trainingSequence(of: stretches)
        #expect(try sequence.tokens == tokenizer.encode(stretches.map(\.segment)))
        // This vocabulary spells every byte as one character, so a token's spelling tells how many bytes it covers.
        var place = 0
        let expected = sequence.tokens.map { token in
            let length = tokenizer.piece(of: token)?.unicodeScalars.count ?? 0
            defer { place += length }
            return bytes[place..<place + length].contains(true)
        }
        #expect(place == bytes.count)
        #expect(sequence.isAnswer == expected)
    }

    @Test("leaves the frame of a user's turn to those who ask for it")
    func userTurn() throws {
        let turn = try #require(try ChatRenderer(.chatML).userTurn())
        #expect(turn.opening == [.control("<|im_start|>user\n")])
        #expect(turn.closing == "<|im_end|>\n<|im_start|>assistant\n")
        #expect(try ChatRenderer(.llama2).userTurn()?.opening.map(\.text).joined() == "<s>[INST] ")
        #expect(try ChatRenderer(.vicuna).userTurn()?.closing == " ASSISTANT:")
        #expect(try ChatRenderer(.plainText).userTurn() == nil)
    }
}

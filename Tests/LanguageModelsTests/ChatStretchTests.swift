import DemoModel
import Foundation
import JSON
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

    private func codec(_ tokenizer: Tokenizer, _ renderer: ChatRenderer) -> ChatCodec {
        ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: [])
    }

    /// What ends an answer in each format; a vocabulary without a format's tokens spells them out.
    private static let ends = [
        ("none", ""), ("chatml", "<|im_end|>"), ("llama-3", "<|eot_id|>"), ("deepseek-r1", "<｜end▁of▁sentence｜>"),
        ("gemma", "<end_of_turn>"),
    ]

    @Test("gives every format's answers with their ends, and the tokens that decoding meets", arguments: ends)
    func everyFormat(name: String, end: String) throws {
        let tokenizer = try Self.demo()
        let renderer = try format(name)
        let sequences = try codec(tokenizer, renderer).trainingSequences(of: Self.talk)
        #expect(sequences.count == 1)
        let sequence = try #require(sequences.first)
        let whole = try tokenizer.encode(renderer.segments(Self.talk, addGenerationPrompt: false))
        #expect(sequence.tokens == whole)
        let found = answers(in: sequence, by: tokenizer)
        #expect(found.count == 2)
        // Without a format of its own the model writes the blank line too.
        let blank = name == "none" ? "\n\n" : ""
        #expect(found.first?.hasPrefix(blank + "Hello, what is new?" + end) == true, "\(found)")
        // It may be one token with the sign before it.
        #expect(found.last?.hasSuffix(blank + "It is 5." + end) == true, "\(found)")
    }

    @Test(
        "gives answers that share a token with the space before them", arguments: ["llama-2", "vicuna"])
    func sharedTokens(name: String) throws {
        let tokenizer = try Self.tokenizer("llama2-style")
        let renderer = try format(name)
        let sequence = try #require(try codec(tokenizer, renderer).trainingSequences(of: Self.talk).first)
        let segments = try renderer.segments(Self.talk, addGenerationPrompt: false)
        #expect(try sequence.tokens == tokenizer.encode(segments))
        let ends = sequence.tokens.indices.filter { sequence.tokens[$0] == tokenizer.id(of: "</s>") }
        #expect(ends.count == 2)
        #expect(ends.allSatisfy { sequence.isAnswer[$0] })
        let texts = answers(in: sequence, by: tokenizer).joined().replacingOccurrences(of: "</s>", with: "")
        // The model writes the blanks around its answer too.
        #expect(texts.replacing(" ", with: "") == "Hello,whatisnew?Itis5.", "\(texts)")
    }

    private static let thinking = [
        talk[0], ChatMessage(role: .assistant, content: "<think>\nwho?\n</think>\n\nHello"), talk[2],
        ChatMessage(role: .assistant, content: "<think>\nsum\n</think>\n\nIt is 5."),
    ]

    /// The text of each sequence, its answers in brackets.
    private func marked(_ name: String, _ talk: [ChatMessage], arguments: [JSONMember] = []) throws -> [String] {
        let tokenizer = try Self.demo()
        return try codec(tokenizer, format(name, arguments: arguments)).trainingSequences(of: talk).map { sequence in
            let answers = answers(in: sequence, by: tokenizer)
            let text = tokenizer.decode(sequence.tokens, skipSpecialTokens: false)
            return answers.reduce(text) { $0.replacingOccurrences(of: $1, with: "[\($1)]") }
        }
    }

    @Test("counts a thought as written by the model, and drops it from what later answers meet")
    func thoughts() throws {
        let first = "<|im_start|>user\nHi there<|im_end|>\n<|im_start|>assistant\n"
        let second = "<|im_end|>\n<|im_start|>user\nAdd 2 and 3.<|im_end|>\n<|im_start|>assistant\n"
        #expect(
            try marked("qwen3", Self.thinking) == [
                first + "[<think>\nwho?\n</think>\n\nHello<|im_end|>]\n",
                first + "Hello" + second + "[<think>\nsum\n</think>\n\nIt is 5.<|im_end|>]\n",
            ])
        // An opened thought is the prompt's, what stands behind it the model's.
        #expect(
            try marked("deepseek-r1", Self.thinking) == [
                "<｜begin▁of▁sentence｜><｜User｜>Hi there<｜Assistant｜><think>\n[who?\n</think>\n\nHello<｜end▁of▁sentence｜>]",
                "<｜begin▁of▁sentence｜><｜User｜>Hi there<｜Assistant｜>\n\nHello<｜end▁of▁sentence｜><｜User｜>Add 2 and 3."
                    + "<｜Assistant｜><think>\n[sum\n</think>\n\nIt is 5.<｜end▁of▁sentence｜>]",
            ])
        // Without thinking the empty thought is the prompt's, and gone from the history.
        let empty = "<think>\n\n</think>\n\n"
        #expect(
            try marked("qwen3", Self.talk, arguments: withoutThinking) == [
                first + empty + "[Hello, what is new?<|im_end|>]\n",
                first + "Hello, what is new?" + second + empty + "[It is 5.<|im_end|>]\n",
            ])
    }

    @Test("leaves out the end of an answer that a limit broke off")
    func cut() throws {
        let tokenizer = try Self.demo()
        let sequences = try codec(tokenizer, format("chatml")).trainingSequences(of: Self.talk, cutMessages: [1])
        #expect(sequences.map { answers(in: $0, by: tokenizer) } == [["Hello, what is new?", "It is 5.<|im_end|>"]])
    }

    @Test("a template that puts the system's message elsewhere is followed where decoding meets it")
    func movedSystem() throws {
        let tokenizer = try Self.demo()
        let talk = [ChatMessage(role: .system, content: "Brief.")] + Self.talk
        let sequences = try codec(tokenizer, format("mistral")).trainingSequences(of: talk)
        let texts = sequences.map { tokenizer.decode($0.tokens, skipSpecialTokens: false) }
        #expect(
            texts == [
                "<s> [INST] Brief.\n\nHi there [/INST] Hello, what is new?</s>",
                "<s> [INST] Hi there [/INST] Hello, what is new?</s> [INST] Brief.\n\nAdd 2 and 3. [/INST] It is 5.</s>",
            ])
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
        let turn = try #require(try format("chatml").userTurn())
        #expect(turn.opening == [.control("<|im_start|>user\n")])
        #expect(turn.closing == "<|im_end|>\n<|im_start|>assistant\n")
        #expect(try format("llama-2").userTurn()?.opening.map(\.text).joined() == "<s>[INST] ")
        #expect(try format("vicuna").userTurn()?.closing == " ASSISTANT:")
        #expect(try format("none").userTurn() == nil)
    }
}

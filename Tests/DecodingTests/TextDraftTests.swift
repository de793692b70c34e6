import ChainPlugin
import Decoding
import DynamicPlugin
import Foundation
import LanguageModels
import ModelTestKit
import SamplingPlugin
import SmallModelPlugin
import Speculation
import SpeculationTestKit
import Tensors
import Testing

/// Drafts through the text: a small model whose tokens are none of the target's, and which cuts words in other places.
struct TextDraftTests {
    /// A tokenizer of single letters and some pairs of them, in an order of its own.
    private struct Letters {
        /// Tokens that are text; those of two letters come of merges.
        var pieces: [String]
        /// Special tokens behind them.
        var special: [String] = []

        var json: String {
            let vocabulary = pieces.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
            let merges = pieces.filter { $0.count > 1 }.map { "[\"\($0.dropLast())\", \"\($0.suffix(1))\"]" }
            let added = special.enumerated().map {
                "{\"id\": \(pieces.count + $0), \"content\": \"\($1)\", \"special\": true, \"normalized\": false}"
            }
            return """
                {"added_tokens": [\(added.joined(separator: ", "))], "normalizer": null, "pre_tokenizer": null,
                 "post_processor": null, "decoder": {"type": "Fuse"},
                 "model": {"type": "BPE", "vocab": {\(vocabulary)}, "merges": [\(merges.joined(separator: ", "))]}}
                """
        }

        var tokenizer: Tokenizer { get throws { try Tokenizer(parsing: json.utf8) } }
    }

    /// Bytes that stand for themselves, so that a token may hold a part of a character: those of "é", and a letter.
    private static let bytes = """
        {"added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
         "post_processor": null, "decoder": {"type": "ByteLevel"},
         "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "\u{C3}": 2, "\u{A9}": 3}, "merges": []}}
        """

    private static let target = Letters(pieces: ["a", "b", "c", "d", "ab", "cd", "abc"], special: ["<e>", "<t>"])
    private static let small = Letters(pieces: ["d", "c", "b", "a", "bc", "da", "dab"], special: ["<o>", "<e>"])

    private static func model(rows: Int, tokenizer: String?, context: Int = 256) throws -> Transformer {
        var model = TinyModel()
        (model.vocabularySize, model.contextLimit) = (rows, context)
        let folder = try model.folder()
        if let tokenizer { try folder.write(tokenizer, to: "tokenizer.json") }
        return try Transformer(at: folder.url)
    }

    private static func draft(
        _ small: String = small.json, for target: String = target.json, rows: Int = 12, context: Int = 256
    ) throws -> TextDraft {
        let vocabularies = TextVocabularies(
            own: try Tokenizer(parsing: small.utf8), ends: [8], target: try Tokenizer(parsing: target.utf8), ends: [7])
        return TextDraft(try model(rows: rows, tokenizer: nil, context: context), vocabularies)
    }

    private static let builders: [any TreeBuilder] = [
        ChainTree(depth: 4), DynamicTree(depth: 3, topK: 3, totalTokens: 8),
    ]

    @Test(arguments: [0, 0.7, 1.5])
    func `Output is that of plain decoding at every temperature`(temperature: Double) throws {
        // More rows than either tokenizer names, and special tokens in the midst of the text.
        let target = TransformerTarget(try Self.model(rows: 50, tokenizer: nil))
        let plain = DecodingEngine.plain(target)
        for builder in Self.builders {
            let engine = DecodingEngine(
                target: target, draft: try Self.draft(), builder: builder, verifier: SamplingVerifier())
            for seed in UInt64(0)..<6 {
                let (prompt, sampling) = ([8, 0, 4, 7, Int(seed)], SamplingRule(temperature: temperature))
                let expected = try plain.output(after: prompt, sampling, count: 60, seed: seed)
                #expect(try engine.output(after: prompt, sampling, count: 60, seed: seed).tokens == expected.tokens)
            }
        }
    }

    /// All outcomes of three draws, for a target whose tokens end inside the small model's.
    @Test(arguments: UInt64(0)..<4)
    func `What is emitted follows the target's law exactly`(seed: UInt64) throws {
        let target = ScriptedTarget(.lattice(weights: [4, 2, 1, 1], seed: seed))
        let letters = Letters(pieces: ["a", "b", "ab", "c"])
        let draft = TextDraft(
            try Self.model(rows: 7, tokenizer: nil),
            TextVocabularies(own: try Self.small.tokenizer, ends: [], target: try letters.tokenizer, ends: []))
        let sampling = SamplingRule(temperature: 1)
        var accepted = 0
        for prompt in [[0, 1], [2, 3, 0], [1, 1, 0, 2]] {
            let engine = DecodingEngine(
                target: target, draft: draft, builder: ChainTree(depth: 2), verifier: SamplingVerifier())
            let decoded = try OutputLaw(of: engine, after: prompt, sampling, over: LosslessTests.eighths, length: 3)
            let expected = OutputLaw(of: target, after: prompt, sampling, length: 3)
            #expect(decoded.totalVariation(to: expected) < 1e-6)
            accepted += try engine.output(after: prompt, sampling, count: 40).rounds.reduce(0) { $0 + $1.accepted }
        }
        #expect(accepted > 0)
    }

    @Test
    func `The contract of drafts is kept`() throws {
        let target = TransformerTarget(try Self.model(rows: 9, tokenizer: nil))
        let traits = SmallModelRecipe(model: "", vocabulary: .any).traits
        for prompt in [[0, 4, 2], [8, 6, 6, 1, 0], [1]] {
            #expect(try DraftConformance().faults(of: Self.draft(), traits, with: target, prompt: prompt) == [])
        }
    }

    /// What a draft proposes as one path, of so many nodes at most.
    private func path(_ draft: TextDraft, after tokens: [Token], depth: Int) throws -> [Token] {
        var session = try draft.begin(DraftBeginning())
        try session.commit(
            Commitment(tokens: tokens.dropLast(), next: tokens[tokens.count - 1], features: nil, round: nil))
        session.beginRound()
        var tree = TokenTree(root: tokens[tokens.count - 1])
        for node in 0..<depth {
            let candidates = try session.expand(Frontier([node], width: 2), of: tree)
            guard candidates.count == 1 else { break }
            #expect(candidates.logProbabilities[0].map { $0 <= 0 } == true)
            tree.attach(candidates)
        }
        return Array(tree.tokens.dropFirst())
    }

    /// What the model writes greedily, as text, by the very model that drafts.
    private func text(_ draft: Transformer, after text: String, by tokenizer: Tokenizer, steps: Int) throws -> String {
        var tokens = try tokenizer.encode(text, addSpecialTokens: false)
        let start = tokens.count
        for _ in 0..<steps {
            var session = try TransformerSession(draft)
            try session.run(tokens, in: .causal(past: 0, rows: tokens.count, route: .rowExact), logits: .last)
            tokens.append(SamplingRule.argmax(session.logits[0]))
            if tokenizer.isSpecial(tokens[tokens.count - 1]) || tokens[tokens.count - 1] > 8 { break }
        }
        return tokenizer.decode(Array(tokens[start...]), skipSpecialTokens: true)
    }

    @Test(arguments: ["a", "abcd", "dab", "cdcdab", "bbb"])
    func `What is proposed spells what the small model writes`(prompt: String) throws {
        let (own, target) = (try Self.small.tokenizer, try Self.target.tokenizer)
        let small = try Self.model(rows: 9, tokenizer: nil)
        let draft = TextDraft(small, TextVocabularies(own: own, ends: [8], target: target, ends: [7]))
        let proposed = try path(draft, after: target.encode(prompt, addSpecialTokens: false), depth: 6)
        let written = try text(small, after: prompt, by: own, steps: 30)
        #expect(written.hasPrefix(target.decode(proposed, skipSpecialTokens: true)))
    }

    @Test
    func `A character that is committed in part is completed, or nothing is proposed`() throws {
        let draft = try Self.draft(Self.bytes, for: Self.bytes, rows: 4)
        for tokens in [[0, 2], [0, 2, 3, 2], [3], [2, 2, 2], [0, 1]] {
            let proposed = try path(draft, after: tokens, depth: 4)
            // Half a character goes on with its other half.
            if let first = proposed.first, tokens[tokens.count - 1] == 2 { #expect(first == 3) }
        }
        let target = TransformerTarget(try Self.model(rows: 4, tokenizer: nil))
        let engine = DecodingEngine(
            target: target, draft: draft, builder: ChainTree(depth: 4), verifier: SamplingVerifier())
        for temperature in [0, 1.2] {
            let sampling = SamplingRule(temperature: temperature)
            let expected = try DecodingEngine.plain(target).output(after: [0, 2], sampling, count: 50, seed: 3)
            #expect(try engine.output(after: [0, 2], sampling, count: 50, seed: 3).tokens == expected.tokens)
        }
    }

    @Test
    func `Nothing is proposed beyond the small model's context`() throws {
        #expect(try path(Self.draft(context: 4), after: [0, 1, 2, 3, 0, 1], depth: 4).isEmpty)
    }

    @Test
    func `Models without a tokenizer are refused, and training is`() throws {
        let folder = try TinyModel().folder()
        let targetFolder = try TinyModel().folder()
        try targetFolder.write(Self.target.json, to: "tokenizer.json")
        let target = TransformerTarget(try Transformer(at: targetFolder.url))
        let recipe = SmallModelRecipe(model: folder.path, vocabulary: .any)
        let context = DraftLoading(target: target) { URL(fileURLWithPath: $0) }
        let error = #expect(throws: ModelError.self) { try recipe.load(in: context) }
        let problem = "has no tokenizer, which a draft of any vocabulary needs of both models"
        #expect(error?.description == "\(folder.path): \(problem)")
        #expect(throws: ModelError.self) {
            try recipe.trainable(in: context, from: .head, seed: 0, proposing: nil)
        }
        try folder.write(Self.small.json, to: "tokenizer.json")
        #expect(throws: Never.self) { try recipe.load(in: context) }
    }
}

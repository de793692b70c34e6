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
import Testing

/// Small models whose tables are padded further than the target's, or less far, and whose reserved names differ.
struct PaddedVocabularyTests {
    /// The target's number of rows; the tokenizers name 40 of them.
    private static let targetRows = 50
    private static let named = 40

    private let target: TransformerTarget
    private let targetFolder: TemporaryFolder

    init() throws {
        targetFolder = try Self.folder(rows: Self.targetRows)
        target = TransformerTarget(try Transformer(at: targetFolder.url))
    }

    /// A tokenizer's names, some of them changed.
    private static func tokenizer(_ changes: [Int: String] = [:], count: Int = named) -> String {
        let members = (0..<count).map { "\"\(changes[$0] ?? "t\($0)")\": \($0)" }.joined(separator: ", ")
        return """
            {"added_tokens": [], "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
             "model": {"type": "BPE", "vocab": {\(members)}, "merges": []}}
            """
    }

    private static func folder(rows: Int, tokenizer: String? = tokenizer()) throws -> TemporaryFolder {
        var model = TinyModel()
        model.vocabularySize = rows
        model.contextLimit = 128
        let folder = try model.folder()
        if let tokenizer { try folder.write(tokenizer, to: "tokenizer.json") }
        return folder
    }

    private func load(_ folder: TemporaryFolder) throws -> any DraftPolicy {
        try SmallModelRecipe(model: folder.path).load(in: DraftLoading(target: target) { URL(fileURLWithPath: $0) })
    }

    private func complaint(rows: Int, tokenizer: String?) throws -> String {
        let folder = try Self.folder(rows: rows, tokenizer: tokenizer)
        let error = #expect(throws: ModelError.self) { try load(folder) }
        return (error?.description ?? "").replacing(folder.path + ": ", with: "")
    }

    private static let builders: [any TreeBuilder] = [
        ChainTree(depth: 4), DynamicTree(depth: 3, topK: 3, totalTokens: 8),
    ]

    /// Fewer rows than the target, even than its tokenizer names; as many; more.
    @Test(arguments: [30, 44, 50, 58], [0, 0.7, 1.5])
    func `Output is that of plain decoding at every temperature`(_ rows: Int, _ temperature: Double) throws {
        let policy = try load(try Self.folder(rows: rows, tokenizer: Self.tokenizer(count: min(rows, Self.named))))
        let plain = DecodingEngine.plain(target)
        var emitted: Set<Token> = []
        for builder in Self.builders {
            let engine = DecodingEngine(target: target, draft: policy, builder: builder, verifier: SamplingVerifier())
            for seed in UInt64(0)..<6 {
                let (prompt, sampling) = ([1, 49, 2, Int(seed)], SamplingRule(temperature: temperature))
                let expected = try plain.output(after: prompt, sampling, count: 60, seed: seed)
                #expect(try engine.output(after: prompt, sampling, count: 60, seed: seed).tokens == expected.tokens)
                emitted.formUnion(expected.tokens)
            }
        }
        // Rows that only the target has take part.
        if temperature > 1 { #expect(emitted.contains { $0 >= 44 }) }
    }

    @Test(arguments: [30, 44, 50, 58])
    func `Only shared tokens are proposed, and their probabilities sum to one`(_ rows: Int) throws {
        let policy = try load(try Self.folder(rows: rows, tokenizer: Self.tokenizer(count: min(rows, Self.named))))
        var session = try policy.begin(DraftBeginning())
        try session.commit(Commitment(tokens: [3, 49], next: 48, features: nil, round: nil))
        session.beginRound()
        var tree = TokenTree(root: 48)
        for node in 0..<3 {
            let candidates = try session.expand(Frontier([node], width: 1000), of: tree)
            #expect(candidates.tokens.sorted() == Array(0..<min(rows, Self.targetRows)))
            let sum = candidates.logProbabilities.reduce(0) { $0 + exp(Double($1 ?? .nan)) }
            #expect(abs(sum - 1) < 1e-5)
            // The next node holds a token that a small model may lack, as another draft could propose it.
            var next = Candidates()
            next.append(Self.targetRows - 1, after: node, logProbability: nil)
            tree.attach(next)
        }
    }

    @Test(arguments: [30, 44, 58])
    func `The contract of drafts is kept`(_ rows: Int) throws {
        let policy = try load(try Self.folder(rows: rows, tokenizer: Self.tokenizer(count: min(rows, Self.named))))
        let traits = SmallModelRecipe(model: "").traits
        #expect(try DraftConformance().faults(of: policy, traits, with: target, prompt: [5, 47, 2]) == [])
    }

    @Test(arguments: [
        [7: "<|reserved_special_token_2|>"], [7: "<unused7>"], [7: "[PAD7]"], [39: "<extra_id_5>"],
        [3: "<|placeholder3|>", 4: "<|dummy_4|>"],
    ])
    func `Names in reserve may differ`(_ changes: [Int: String]) throws {
        _ = try load(try Self.folder(rows: 44, tokenizer: Self.tokenizer(changes)))
    }

    @Test
    func `A tokenizer may name fewer tokens, or more`() throws {
        _ = try load(try Self.folder(rows: 58, tokenizer: Self.tokenizer(count: 30)))
        _ = try load(try Self.folder(rows: 58, tokenizer: Self.tokenizer(count: 55)))
    }

    @Test(arguments: [44, 50, 58])
    func `A token that both use and that differs is named`(_ rows: Int) throws {
        #expect(
            try complaint(rows: rows, tokenizer: Self.tokenizer([7: "<|im_end|>"]))
                == "token 7 is '<|im_end|>', and 't7' for the target: the vocabularies differ; "
                + "'vocabulary: any' drafts through the text")
        // Texts in brackets with numbers are no reserve.
        #expect(
            try complaint(rows: rows, tokenizer: Self.tokenizer([9: "<0x0A>"]))
                == "token 9 is '<0x0A>', and 't9' for the target: the vocabularies differ; "
                + "'vocabulary: any' drafts through the text")
    }

    @Test
    func `Without a tokenizer, models of one size are taken at it, and others are not`() throws {
        _ = try load(try Self.folder(rows: Self.targetRows, tokenizer: nil))
        #expect(
            try complaint(rows: 44, tokenizer: nil)
                == "has a vocabulary of 44, and the target's has 50: nothing tells that their tokens are the same where one "
                + "has no tokenizer")
    }
}

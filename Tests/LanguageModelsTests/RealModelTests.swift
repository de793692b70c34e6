import Foundation
import JSON
import LanguageModels
import Speculation
import Tensors
import Testing

/// The published models that the tests know, and where they are.
private enum RealModels {
    static let files = [
        "smollm2": "smollm2-135m-instruct.q4_1.gguf", "qwen05": "qwen2.5-coder-0.5b-instruct.q4_k_m.gguf",
        "qwen15": "qwen2.5-coder-1.5b-instruct.q4_k_m.gguf",
    ]

    private static let folder = ProcessInfo.processInfo.environment["ESPALIER_REAL_MODELS"].map {
        URL(fileURLWithPath: $0, isDirectory: true)
    }

    static let present = files.keys.sorted().filter { name in
        location(name).map { FileManager.default.fileExists(atPath: $0.path) } ?? false
    }

    static func location(_ name: String) -> URL? { files[name].flatMap { folder?.appendingPathComponent($0) } }
}

/// Published models in GGUF files agree with what PyTorch computes of their dequantised weights in single precision
/// (`Resources/real/make.py`).
///
/// The files are not part of the package: the tests skip unless `ESPALIER_REAL_MODELS` names a folder with one of them or more.
/// `.ci/real-model` fetches the smallest.
@Suite(.enabled(if: !RealModels.present.isEmpty, "ESPALIER_REAL_MODELS names no folder with a published model"))
struct RealModelTests {
    private func answers(_ name: String) throws -> JSONValue {
        let file = try #require(Bundle.module.url(forResource: "Resources/real/\(name)", withExtension: "json"))
        return try ModelFile.json(file)
    }

    private func integers(_ value: JSONValue?) throws -> [Int] { try #require(value?.array).compactMap(\.integer) }

    @Test(arguments: RealModels.present)
    func `The best logits are the reference's within a hundredth`(name: String) throws {
        let model = try Transformer(at: try #require(RealModels.location(name)))
        for text in try #require(answers(name)["texts"]?.array) {
            let ids = try integers(text["ids"])
            var session = try TransformerSession(model)
            try session.run(ids, in: .causal(past: 0, rows: ids.count, route: .rowExact), logits: .all)
            var largest = 0.0
            for (row, best) in try #require(text["best"]?.array).enumerated() {
                for pair in try #require(best.array) {
                    let token = try #require(pair.array?[0].integer)
                    let logit = try #require(pair.array?[1].double)
                    largest = max(
                        largest, abs(Double(session.logits[row][session.logits[row].startIndex + token]) - logit))
                }
            }
            // Blocks of few bits are multiplied by inputs of 16 bits.
            #expect(largest <= 1e-2, "\(name): \(largest)")
        }
    }

    @Test(arguments: RealModels.present)
    func `Twenty greedy texts of 64 tokens are the reference's`(name: String) throws {
        let location = try #require(RealModels.location(name))
        let files = try ModelFiles(location)
        let tokenizer = try #require(try files.tokenizer())
        let target = TransformerTarget(try Transformer(files))
        for prompt in try #require(answers(name)["prompts"]?.array) {
            let ids = try integers(prompt["ids"])
            let text = try #require(prompt["text"]?.string)
            #expect(try tokenizer.encode(text, addSpecialTokens: false) == ids)
            var session = try target.begin(providing: nil)
            var emitted = [SamplingRule.argmax(try session.append(ids).scores.row(0))]
            while emitted.count < 64 {
                let scores = try session.score(TokenTree(root: emitted[emitted.count - 1]))
                _ = try session.keep([0])
                emitted.append(SamplingRule.argmax(scores.row(0)))
            }
            #expect(emitted == (try integers(prompt["greedy"])))
        }
    }
}

import Benchmarks
import Evaluation
import Foundation
import LlamaCpp
import ModelTestKit
import Tensors
import Testing

/// Passes of this engine beside those that a stand-in for llama.cpp's bench tells.
struct PassComparisonTests {
    private static func subject() throws -> BenchmarkSubject {
        let folder = try TinyModel().folder()
        let model = try ModelShape(folder.file("config.json").path).model(of: ModelWeights(format: .bfloat16))
        return BenchmarkSubject(name: "tiny", model: model, draft: nil, isRandom: true)
    }

    private static func figure(_ prompt: Int, _ generated: Int, _ depth: Int, _ nanoseconds: Int) -> [String: Int] {
        ["n_prompt": prompt, "n_gen": generated, "n_depth": depth, "avg_ns": nanoseconds]
    }

    @Test
    func `Each pass has as many figures of both as there were turns, the faster of two ways of attention`() throws {
        let programs = try StandInPrograms(figures: [
            Self.figure(4, 0, 8, 7_000_000), Self.figure(4, 0, 8, 5_000_000), Self.figure(0, 24, 8, 24_000_000),
            Self.figure(6, 0, 0, 9_000_000),
        ])
        let comparison = PassComparison(
            try LlamaCppPrograms(in: programs.folder.path), file: "model.gguf", threads: 2,
            repetitions: Repetitions(seconds: 1e-4), open: Self.subject)
        let plan = BenchmarkPlan(counts: [1, 4], contexts: [8], draftWidths: [1], prompts: [6])
        let pairs = try comparison.pairs(of: plan, onProgress: { _ in })
        #expect(pairs.map(\.n) == [1, 4, 6] && pairs.map(\.isPrompt) == [false, false, true])
        let expected = [0.001, 0.005, 0.009]
        for (pair, seconds) in zip(pairs, expected) {
            #expect(pair.theirs.count == PassComparison.turns)
            #expect(pair.theirs.allSatisfy { abs($0 - seconds) < 1e-12 })
            #expect(pair.ours.count == PassComparison.turns && pair.ours.allSatisfy { $0 > 0 })
            let ratio = try #require(pair.ratio)
            let expected = try #require(pair.ours.map { seconds / $0 }.median)
            #expect(abs(ratio / expected - 1) < 1e-9)
        }
        let told = try String(contentsOf: programs.folder.file("bench-arguments"), encoding: .utf8)
        #expect(told.contains("--model model.gguf --threads 2") && told.contains("--n-depth 8 --n-gen 24 --n-prompt 4"))
    }

    @Test
    func `What is missing, fails or tells nothing is named`() throws {
        let empty = try TemporaryFolder()
        #expect(throws: LlamaCppError.self) { try LlamaCppPrograms(in: empty.path) }
        let plan = BenchmarkPlan(counts: [4], contexts: [8], draftWidths: [1])
        for (stand, reason) in [
            (try StandInPrograms(failing: true), "llama-bench ended with status 3: error: unable to load the model"),
            (try StandInPrograms(), "llama-bench measured no pass over 4 tokens after 8"),
        ] {
            let comparison = PassComparison(
                try LlamaCppPrograms(in: stand.folder.path), file: "m", threads: 1,
                repetitions: Repetitions(seconds: 1e-4), open: Self.subject)
            let error = #expect(throws: LlamaCppError.self) { try comparison.pairs(of: plan, onProgress: { _ in }) }
            #expect(error?.description == reason)
        }
    }
}

import Benchmarks
import Decoding
import Evaluation
import Foundation
import JSON
import LlamaCpp
import ModelTestKit
import Speculation
import SpeculationTestKit
import Testing

/// Answers of this engine beside those of a stand-in for llama.cpp's server.
struct AnswerComparisonTests {
    private static func contestant(_ name: String) -> Contestant {
        let limits = DecodingLimits(maximumNewTokens: 1, stopTokens: [])
        return Contestant(name: name, rules: DecodingRules(sampling: SamplingRule(), limits: limits)) {
            DecodingEngine(plainly: ScriptedTarget(.random(vocabularySize: 6, seed: 2)))
        }
    }

    @Test
    func `Every prompt is answered by all, and the report tells who was how fast and who wrote its plain text`() throws
    {
        let stand = try StandInPrograms()
        let server = StandInServer(reading: stand.serverArguments)
        defer { server.stop() }
        let comparison = AnswerComparison(
            try LlamaCppPrograms(in: stand.folder.path), file: "m.gguf", draftFile: "d.gguf", threads: 2,
            isCancelled: { false })
        let figures = try comparison.figures(
            of: [[1, 2], [3], [4, 5], [0]], most: 5, by: [Self.contestant("plain"), Self.contestant("other")],
            onProgress: { _ in })
        #expect(figures.map(\.isTheirs) == [true, true, false, false])
        #expect(figures[0].name == "llama.cpp, plain" && figures[1].name == "llama.cpp, ngram-simple")
        #expect(figures[0].answers == [[3, 4, 5, 6, 7], [4, 5, 6, 7, 8], [6, 7, 8, 9, 10], [1, 2, 3, 4, 5]])
        #expect(figures[2].answers == figures[3].answers && figures[2].answers.allSatisfy { $0.count == 5 })
        // Four tokens after the first in a tenth of a second, and in a twentieth.
        #expect(abs((figures[0].tokensPerSecond() ?? 0) - 40) < 1e-9)
        #expect(abs((figures[1].speedUp(over: figures[0]).ratio ?? 0) - 2) < 1e-9)
        let report = LlamaCppReport(
            model: "m", precision: "exact", threads: 2, machine: .current(), passes: [], answers: figures, ends: [])
        let line = try #require(report.text.split(separator: "\n").first { $0.hasPrefix("llama.cpp, ngram-simple ") })
        #expect(line.contains(" 80.0 ") && line.contains(" 2.00 [2.00, 2.00] "), "\(report.text)")
        let json = try JSONValue(parsing: JSONEncoder().encode(report))
        let entries = try #require(json["answers"]?.array)
        #expect(entries.map { $0["identical"]?.integer } == [4, 4, 4, 4])
        #expect(entries[1]["ratio_to_llama_cpp_plain"]?.double == 2)
    }

    @Test
    func `An end token that one of two leaves out is no difference`() {
        func figures(_ answers: [[Token]]) -> AnswerFigures { AnswerFigures(name: "a", answers: answers) }
        let (kept, left) = (figures([[1, 2, 9], [1, 2]]), figures([[1, 2], [1, 3]]))
        #expect(kept.identical(to: left, ending: [9]) == 1)
        #expect(kept.identical(to: left, ending: []) == 0)
    }

    @Test
    func `A server that does not get ready says why`() throws {
        let stand = try StandInPrograms(failing: true)
        let comparison = AnswerComparison(
            try LlamaCppPrograms(in: stand.folder.path), file: "m.gguf", draftFile: nil, threads: 1,
            isCancelled: { false })
        let error = #expect(throws: LlamaCppError.self) {
            try comparison.figures(of: [[1]], most: 2, by: [Self.contestant("plain")], onProgress: { _ in })
        }
        #expect(
            error?.description
                == "llama-server with ngram-simple did not get ready: error: unable to load the model")
        let stopped = AnswerComparison(
            try LlamaCppPrograms(in: stand.folder.path), file: "m.gguf", draftFile: nil, threads: 1,
            isCancelled: { true })
        #expect(throws: BenchmarkError.interrupted) {
            try stopped.figures(of: [[1]], most: 2, by: [Self.contestant("plain")], onProgress: { _ in })
        }
    }
}

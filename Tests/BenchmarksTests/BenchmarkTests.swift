import Benchmarks
import EAGLE3Plugin
import Evaluation
import Foundation
import JSON
import LanguageModels
import ModelTestKit
import Speculation
import Synchronization
import Tensors
import Testing

/// A whole benchmark of a tiny model on a tiny budget: what is measured, not how long it took.
struct BenchmarkTests {
    private func subject() throws -> BenchmarkSubject {
        var tiny = TinyModel()
        tiny.layerCount = 6
        let folder = try tiny.folder()
        let model = try ModelShape(folder.file("config.json").path).model(of: ModelWeights(format: .bfloat16))
        let draft = try EAGLE3Recipe(head: "random").randomPolicy(
            for: TransformerTarget(model), RandomTensors(format: .bfloat16))
        return BenchmarkSubject(name: "tiny", model: model, draft: draft, isRandom: true)
    }

    private func plan(contexts: [Int] = [0, 8]) -> BenchmarkPlan {
        var plan = BenchmarkPlan(counts: [4, 1], contexts: contexts, draftWidths: [2])
        plan.projection = ProjectionRequest(tau: 2, depth: 3, width: 2, nodes: 5)
        return plan
    }

    @Test
    func `The JSON holds bounds, kernels, passes, drafts and a projection that follows from them`() throws {
        let report = try Benchmark(of: subject(), plan: plan(), repetitions: Repetitions(seconds: 1e-4)).run()
        let json = try JSONValue(parsing: JSONEncoder().encode(report))
        for key in ["stream_gbps", "fma_gflops", "bf16_inputs_gflops", "q8_gflops", "q8_inputs_gflops"] {
            #expect(try #require(json["machine"]?[key]?.double) > 0)
        }
        #expect(json["machine"]?["threads"]?.integer == ThreadPool.threads)
        #expect(json["model"]?["dtype"]?.string == "bf16" && json["model"]?["random"]?.bool == true)
        #expect(json["incomplete"]?.bool == false && json["method"]?["statistic"]?.string == "median")

        let passes = try #require(json["passes"]?.array)
        #expect(passes.map { $0["n"]?.integer } == [1, 4, 6, 1, 4, 6])
        #expect(passes.map { $0["context"]?.integer } == [0, 0, 0, 8, 8, 8])
        #expect(passes.allSatisfy { ($0["seconds"]?.double ?? 0) > 0 })

        let kernels = try #require(json["kernels"]?.array)
        let wanted = ["name", "dtype", "inputs", "rows", "columns", "n", "seconds", "gbps", "gflops", "of_bound"]
        for kernel in kernels {
            #expect(wanted.allSatisfy { kernel[$0] != nil })
            let work = 2.0 * [kernel["rows"], kernel["columns"], kernel["n"]].compactMap { $0?.double }.reduce(1, *)
            let factor = kernel["name"]?.string == "attention" ? 2.0 : 1.0
            let rate = try #require(kernel["gflops"]?.double) * 1e9 * (try #require(kernel["seconds"]?.double))
            #expect(abs(rate / (work * factor) - 1) < 1e-9)
        }
        let names = Set(kernels.compactMap { $0["name"]?.string })
        #expect(names.isSuperset(of: ["q_proj", "down_proj", "lm_head"]))
        try checkProjection(json, passes)
    }

    private func checkProjection(_ json: JSONValue, _ passes: [JSONValue]) throws {
        let drafts = try #require(json["drafts"]?.array)
        #expect(drafts.map { $0["kind"]?.string } == ["root", "nodes", "root", "nodes"])
        let projection = try #require(json["projections"]?.array?.first)
        func seconds(_ value: JSONValue) throws -> Double { try #require(value["seconds"]?.double) }
        let round = try seconds(drafts[0]) + 2 * seconds(drafts[1]) + seconds(passes[2])
        let expected = try 2 * seconds(passes[0]) / round
        #expect(abs(try #require(projection["speedup"]?.double) / expected - 1) < 1e-9)
    }

    @Test
    func `The text shows every table and calls the projection one`() throws {
        let text = try Benchmark(of: subject(), plan: plan(), repetitions: Repetitions(seconds: 1e-4)).run().text
        for title in [
            "Passes of the target", "Passes of the draft", "Projection", "Kernels", "Projected, not measured",
        ] {
            #expect(text.contains(title), "\(title)")
        }
    }

    @Test
    func `A context that the model does not have is refused`() throws {
        let error = #expect(throws: BenchmarkError.self) {
            try Benchmark(of: subject(), plan: plan(contexts: [64]), repetitions: Repetitions(seconds: 1e-4)).run()
        }
        #expect(error?.description == "a pass after 64 tokens does not fit: the context of tiny is 64")
    }

    @Test
    func `A benchmark that is stopped keeps what is complete and says so`() throws {
        let stop = Atomic(false)
        var benchmark = Benchmark(
            of: try subject(), plan: plan(),
            repetitions: Repetitions(seconds: 1e-4, isCancelled: { stop.load(ordering: .relaxed) }))
        benchmark.onProgress = { if $0.label == "pass at 8" { stop.store(true, ordering: .relaxed) } }
        let report = try benchmark.run()
        #expect(report.isIncomplete && report.text.contains("Incomplete"))
        #expect(report.passes.map(\.context) == [0, 0, 0] && report.kernels.isEmpty)
    }

    @Test
    func `A head needs a target of six layers`() throws {
        let folder = try TinyModel().folder()
        let target = TransformerTarget(try Transformer(at: folder.url))
        let tensors = RandomTensors(format: .float32)
        #expect(try EAGLE3Recipe(head: "random").randomPolicy(for: target, tensors) == nil)
    }
}

import DynamicPlugin
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

@Suite("What the target makes of sequences can be kept on disk")
struct FeatureCacheTests {
    private let demo: DemoTraining
    private let folder: TemporaryFolder

    init() throws {
        demo = try DemoTraining()
        folder = try TemporaryFolder()
    }

    private var path: String { folder.file("cache").path }

    private func cache(mostBytes: Int = 1 << 30, layers: [Int]? = nil) throws -> FeatureCache {
        let features = layers.map { FeatureRequest(layers: $0) } ?? demo.head.features
        return try FeatureCache(
            in: path, mostBytes: mostBytes, of: demo.target, features: try #require(features))
    }

    /// Two updates, and the weights after them.
    private func updates(_ objective: String, cache: FeatureCache?) throws -> ([UpdateRecord], TrainerState) {
        let strategy = TrainedStrategy(
            target: demo.target, builder: DynamicTree(depth: 3, topK: 2, totalTokens: 5), temperature: 0)
        var trainer = try Trainer(
            strategy, draft: demo.head, objective: TrainerTests.objective(objective),
            sequences: try GoldenCase.all().map { GoldenLossTests.sequence($0) }, options: TrainerTests.options(),
            cache: cache)
        let records = try (0..<2).map { _ in try trainer.update() }
        return (records, trainer.state)
    }

    private var files: [URL] {
        let all = try? FileManager.default.contentsOfDirectory(
            at: URL(fileURLWithPath: path), includingPropertiesForKeys: nil)
        return (all ?? []).filter { $0.pathExtension == "safetensors" }.sorted { $0.path < $1.path }
    }

    @Test("read anew, from the folder, or where the folder is full: the same bits", arguments: TrainerTests.objectives)
    func sameBits(objective: String) throws {
        let first = try updates(objective, cache: cache())
        let count = files.count
        #expect(count > 1)
        let second = try updates(objective, cache: cache())
        #expect(files.count == count)
        try FileManager.default.removeItem(atPath: path)
        let unkept = try updates(objective, cache: cache(mostBytes: 10))
        #expect(files.isEmpty)
        for other in [second, unkept] {
            #expect(other.0 == first.0)
            let same = other.1.parameters == first.1.parameters
            #expect(same)
        }
        // Half precision changes little.
        let exact = try updates(objective, cache: nil)
        for (one, other) in zip(exact.0, first.0) {
            #expect(one.gradientNorm != other.gradientNorm)
            #expect(abs(one.loss - other.loss) < 0.01 * abs(one.loss) + 0.01)
        }
    }

    @Test("files that are cut, changed, or of something else are made anew")
    func damage() throws {
        let first = try updates("cross-entropy", cache: cache())
        let before = try files.map { try Data(contentsOf: $0) }
        try #require(before.count >= 3)
        try before[0].prefix(before[0].count / 2).write(to: files[0])
        var changed = before[1]
        changed[changed.count - 9] ^= 1
        try changed.write(to: files[1])
        try before[0].write(to: files[2])
        let again = try updates("cross-entropy", cache: cache())
        #expect(again.0 == first.0)
        let same = try files.map { try Data(contentsOf: $0) } == before
        #expect(same)
    }

    @Test("a folder of another target, of other layers, or of something else is refused")
    func refusal() throws {
        _ = try cache()
        #expect(throws: FeatureCacheError.otherTarget(folder: path)) { _ = try cache(layers: [1, 2, 3]) }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try folder.write("text", to: "cache/mine.txt")
        #expect(throws: FeatureCacheError.foreign(folder: path, example: "mine.txt")) { _ = try cache() }
    }
}

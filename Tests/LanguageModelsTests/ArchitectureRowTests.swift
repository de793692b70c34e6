import Foundation
import LanguageModels
import Speculation
import Tensors
import Testing

/// Windows, experts, rotations and bounds at every node of a tree and in every sequence of a pass: each row's bits are those that
/// decoding its path alone gives.
struct ArchitectureRowTests {
    /// A tree deeper than the models' windows of 7 tokens: a chain of ten, and branches near its root, middle and end.
    private static func tree(root: Token) -> TokenTree {
        var tree = TokenTree(root: root)
        let parents = [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 10, 4, 12, 13, 9]
        for (place, parent) in parents.enumerated() {
            var candidates = Candidates()
            candidates.append(3 + (place * 17 + root) % 90, after: parent, logProbability: nil)
            tree.attach(candidates)
        }
        return tree
    }

    private static func prompt(_ count: Int) -> [Token] { (0..<count).map { 3 + ($0 * 13 + count) % 90 } }

    @Test(arguments: ArchitectureGoldenTests.names, WeightStorage.allCases)
    func `A tree's scores are bit for bit those of decoding each path`(name: String, storage: WeightStorage) throws {
        let golden = try ArchitectureGoldenTests.golden(name)
        let model = try Transformer(at: golden.folder, precision: ProductPrecision(storage))
        let target = TransformerTarget(model)
        // With as many rows beside it as a tree has, and one shorter than the windows.
        for count in [4, 20] {
            let tree = Self.tree(root: 9)
            var session = try target.begin(providing: nil)
            _ = try session.append(Self.prompt(count))
            let scores = try session.score(tree)
            for node in 0..<tree.count {
                var alone = try target.begin(providing: nil)
                _ = try alone.append(Self.prompt(count))
                var row: [Float] = []
                for step in [0] + tree.path(to: node) {
                    row = Array(try alone.score(TokenTree(root: tree.tokens[step])).row(0))
                    _ = try alone.keep([0])
                }
                #expect(Array(scores.row(node)) == row, "node \(node) after \(count) tokens")
            }
        }
    }

    @Test(arguments: ArchitectureGoldenTests.names)
    func `A text gives the same bits at once and token by token`(name: String) throws {
        let golden = try ArchitectureGoldenTests.golden(name)
        let model = try Transformer(at: golden.folder)
        var whole = try TransformerSession(model)
        try whole.run(
            golden.tokens, in: .causal(past: 0, rows: golden.tokens.count, route: .rowExact), logits: .all)
        var single = try TransformerSession(model)
        for (position, token) in golden.tokens.enumerated() {
            try single.run([token], in: .causal(past: position, rows: 1, route: .rowExact), logits: .last)
            single.cache.append(1)
            // Some models rotate by it; the token at position 0 is not rotated.
            single.cache.beginning = golden.tokens.count
            #expect(Array(single.logits[0]) == Array(whole.logits[position]), "position \(position)")
        }
    }

    @Test(arguments: ArchitectureGoldenTests.names, [1, 3])
    func `Several sequences in one pass give each row the bits that it has alone`(name: String, threads: Int) throws {
        let before = ThreadPool.threads
        ThreadPool.use(threads)
        defer { ThreadPool.use(before) }
        let target = TransformerTarget(try Transformer(at: ArchitectureGoldenTests.golden(name).folder))
        let counts = [20, 1, 33, 6]
        func begin() throws -> [any TargetSession] {
            try counts.map { count in
                var session = try target.begin(providing: nil)
                _ = try session.append(Self.prompt(count))
                return session
            }
        }
        var (together, alone) = (try begin(), try begin())
        let trees = counts.map { $0 == 6 ? TokenTree(root: 5) : Self.tree(root: $0 + 2) }
        for _ in 0..<2 {
            for (place, scores) in target.score(trees, in: &together).enumerated() {
                #expect(try scores.get() == alone[place].score(trees[place]), "sequence \(place)")
                // A path whose nodes are not neighbours, so that keys move.
                let path = trees[place].count > 1 ? [0, 10, 11] : [0]
                _ = try together[place].keep(path)
                _ = try alone[place].keep(path)
            }
        }
    }

    @Test
    func `A number that is not finite in an expert is named`() throws {
        let golden = try ArchitectureGoldenTests.golden("qwen3-moe-tiny")
        let name = "model.layers.2.mlp.experts.4.up_proj.weight"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("espalier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: golden.folder.appendingPathComponent("config.json"), to: folder.appendingPathComponent("config.json"))
        let source = golden.folder.appendingPathComponent("model.safetensors")
        let entry = try #require(try SafetensorsFile(contentsOf: source).entries.first { $0.name == name })
        var bytes = try Data(contentsOf: source)
        let headerCount = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        let start = 8 + headerCount + entry.range.lowerBound
        // A whole row, so that it reaches some token's logits.
        for place in 0..<32 {
            for (offset, byte) in [UInt8(0), 0, 0xC0, 0x7F].enumerated() { bytes[start + 4 * place + offset] = byte }
        }
        try bytes.write(to: folder.appendingPathComponent("model.safetensors"))
        var session = try TransformerSession(Transformer(at: folder))
        let error = #expect(throws: ModelError.self) {
            try session.run(
                golden.tokens, in: .causal(past: 0, rows: golden.tokens.count, route: .rowExact), logits: .all)
        }
        #expect(error?.description.hasSuffix("tensor '\(name)' holds numbers that are infinite or NaN") == true)
    }
}

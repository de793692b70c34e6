import BuiltinPlugins
import Decoding
import Foundation
import Runtime
import Speculation
import Strategies
import Testing

/// Strategies and models by name, with the plugins that the caller lists.
struct LocatorTests {
    /// The root's most probable children.
    private struct FanTree: TreeBuilder, Plugin {
        static let name = "fan"
        static let summary = "The root's most probable children."
        let width: Int

        init(from options: inout OptionReader) {
            width = options.integer("width", default: 8, in: 1...64, help: "How many.")
        }

        var traits: TreeTraits {
            TreeTraits(draws: DrawMode.deterministic, needsProbabilities: false, maximumDepth: 1, maximumNodes: width)
        }

        func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
            tree.count == 1 ? Frontier([0], width: width) : nil
        }
    }

    private static func file(_ tree: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        try """
        target: {model: demo}
        draft: {policy: eagle3, head: demo/eagle3}
        tree: \(tree)
        verify: {verifier: sampling}

        """.write(to: url, atomically: true, encoding: .utf8)
        return url
    }

    @Test
    func `A strategy with somebody's builder is read, opened and decoded`() throws {
        let file = try Self.file("{builder: fan, width: 3}")
        defer { try? FileManager.default.removeItem(at: file) }
        let registry = try PluginRegistry(BuiltinPlugins.all + [FanTree.self])
        let strategy = try StrategyLocator(registry: registry).strategy(file.path)
        var factory = EngineFactory()
        var chat = try Chat(with: strategy, by: &factory, maximumNewTokens: 12)
        let answer = try chat.answer("What is a tree?") { _ in }
        #expect(answer.loop.emitted.count == 12 && answer.rounds < 11)
    }

    @Test
    func `A plugin that is not listed is unknown, at its place`() throws {
        let file = try Self.file("{builder: fan, width: 3}")
        defer { try? FileManager.default.removeItem(at: file) }
        let locator = try StrategyLocator(registry: BuiltinPlugins.registry())
        let error = #expect(throws: StrategyFaults.self) { try locator.strategy(file.path) }
        let text = "\(error.map { "\($0)" } ?? "")"
        #expect(text.contains(":3:17: unknown tree builder 'fan'") && text.contains("^~~"), "\(text)")
    }

    @Test
    func `Unknown names show those that are near`() throws {
        let locator = try StrategyLocator(registry: BuiltinPlugins.registry())
        let strategy = #expect(throws: RuntimeError.self) { try locator.strategy("eagle3-dynamics") }
        #expect(strategy?.description.contains("no strategy of this name; did you mean 'eagle3-dynamic'?") == true)
        let model = #expect(throws: RuntimeError.self) { try ModelLocator().locate("no-such-model") }
        #expect(model?.description.contains("no bundled model of this name") == true)
    }
}

import Speculation
import Testing

@Suite("The registry knows what is registered, and what fits together")
struct RegistryTests {
    struct Twig: TreeBuilder, Plugin {
        static let name = "twig"
        static let summary = "One child."
        let traits: TreeTraits

        init(from options: inout OptionReader) {
            let depth = options.integer("depth", default: 1, in: 1...4, help: "How deep.")
            traits = TreeTraits(
                draws: DrawMode.deterministic, needsProbabilities: true, maximumDepth: depth, maximumNodes: depth)
        }

        mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? { nil }
    }

    @Test("options are described by asking the implementation")
    func description() throws {
        let registry = try PluginRegistry([Twig.self])
        let entry = try #require(registry.treeBuilders["twig"])
        #expect(entry.summary == "One child.")
        #expect(entry.options.map(\.name) == ["depth"])
        #expect(entry.options.first?.range == "1...4")
        #expect(registry.treeBuilders["twigs"] == nil)
    }

    @Test("two plugins of one name are refused")
    func duplicate() {
        let error = #expect(throws: RegistryError.self) { _ = try PluginRegistry([Twig.self, Twig.self]) }
        #expect(error?.description == "two plugins register a tree builder named 'twig'")
    }

    @Test("an objection names what is wrong and what would be legal")
    func objections() throws {
        let registry = try PluginRegistry([Twig.self])
        let compatibility = Compatibility(registry: registry)
        let twig = try #require(registry.treeBuilders["twig"]).example.traits
        func objection(_ draw: DrawMode?, probabilities: Bool) -> String? {
            let draft = ("d", DraftTraits(draw: draw, givesProbabilities: probabilities))
            return compatibility.objection(to: ("twig", twig), for: draft)
        }
        #expect(objection(.topK, probabilities: true) == nil)
        #expect(
            objection(.retrieved, probabilities: false)
                == "tree builder 'twig' ranks nodes by probability, and draft policy 'd' gives none")
        #expect(
            objection(.independent, probabilities: true)
                == "tree builder 'twig' cannot arrange the independent candidates of draft policy 'd'")
        #expect(
            objection(nil, probabilities: false)
                == "draft policy 'd' proposes nothing, so it takes no tree section")
    }
}

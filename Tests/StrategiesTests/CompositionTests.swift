import MergedPlugin
import Speculation
import Strategies
import Testing

/// A builder that is composed of others, as anybody may write one.
private struct FirstOf: TreeBuilder, Plugin {
    static let name = "first-of"
    static let summary = "Grows what its first part grows."
    private var parts: [Selection<any TreeBuilder>]

    init(from options: inout OptionReader) {
        parts = options.selections("of", of: \.treeBuilders, key: "builder", count: 1...3, help: "the builders")
    }

    var traits: TreeTraits {
        parts.first?.product.traits
            ?? TreeTraits(draws: Set(DrawMode.allCases), needsProbabilities: false, maximumDepth: 1, maximumNodes: 1)
    }

    mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
        guard let first = parts.first else { return nil }
        var builder = first.product
        return builder.nextFrontier(of: tree, in: situation)
    }

    mutating func prune(_ tree: TokenTree, in situation: RoundSituation) -> TokenTree { tree }
}

@Suite("Drafts and builders are composed of others by name")
struct CompositionTests {
    private func reader(_ overrides: StrategyOverrides = StrategyOverrides()) throws -> StrategyReader {
        var registry = try StrategiesTests.reader().registry
        try FirstOf.register(in: &registry)
        return StrategyReader(registry: registry, overrides: overrides, names: bundledNames)
    }

    private func complaint(about text: String) throws -> String {
        do {
            _ = try reader().read(text: text, name: "s.yaml")
            return ""
        } catch let faults as StrategyFaults {
            return String(faults.description.prefix { $0 != "\n" })
        }
    }

    private static let tail = "\ntree: {builder: chain}\nverify: {verifier: sampling}\n"

    @Test("every option of every part is resolved, and the written strategy reads back")
    func parts() throws {
        let text =
            "draft: {policy: merged, of: [{policy: eagle3, head: h}, {policy: prompt-lookup, fragments: 2}]}"
            + Self.tail
        let strategy = try reader().read(text: text, name: "s.yaml")
        let merged = try #require(strategy.draft.product as? MergedRecipe)
        #expect(merged.parts.map(\.name) == ["eagle3", "prompt-lookup"])
        #expect(
            strategy.settings["draft.of"]
                == "[{policy: eagle3, head: h, dtype: stored, inputs: auto, kv_dtype: auto}, {policy: prompt-lookup, longest_match: 3, "
                + "shortest_match: 1, fragments: 2, fragment_length: 10}]")
        let again = try reader().read(text: strategy.resolvedText, name: "s.yaml")
        #expect(again.settings == strategy.settings)
    }

    @Test("what the command line replaces is replaced in parts")
    func replacements() throws {
        let text = "draft: {policy: merged, of: [{policy: prompt-lookup}, {policy: eagle3, head: h}]}" + Self.tail
        let strategy = try reader(StrategyOverrides(head: "demo/eagle3")).read(text: text, name: "s.yaml")
        #expect(strategy.settings["draft.of"]?.contains("head: demo/eagle3") == true)
    }

    @Test(
        "faults of parts show where they are",
        arguments: [
            (
                "[{policy: prompt-lookup}, {policy: prompt-lookup, fragmets: 2}]",
                "s.yaml:1:79: draft policy 'prompt-lookup' has no option 'fragmets'; did you mean 'fragments'? "
                    + "(known: longest_match, shortest_match, fragments, fragment_length)"
            ),
            (
                "[{policy: prompt-lookup}, {policy: prompt-lookup, fragments: 0}]",
                "s.yaml:1:90: fragments must be an integer in 1...64, not 0"
            ),
            (
                "[{policy: prompt-lookup}, {policy: eagle}]",
                "s.yaml:1:64: unknown draft policy 'eagle'; did you mean 'eagle3'? "
                    + "(known: none, prompt-lookup, eagle3, medusa, small-model, random, retrieved, merged)"
            ),
            (
                "[{policy: prompt-lookup}, {fragments: 2}]",
                "s.yaml:1:55: an entry of 'of' names no policy "
                    + "(known: none, prompt-lookup, eagle3, medusa, small-model, random, retrieved, merged)"
            ),
            (
                "[{policy: prompt-lookup}, prompt-lookup]",
                "s.yaml:1:55: of lists entries such as '{policy: …}', not the text 'prompt-lookup'"
            ),
            (
                "[{policy: prompt-lookup}, {policy: merged, of: [{policy: prompt-lookup}, {policy: prompt-lookup}]}]",
                "s.yaml:1:64: draft policy 'merged' cannot be a part of itself"
            ),
            (
                "[{policy: prompt-lookup}]",
                "s.yaml:1:29: of must list 2...8 entries, not 1"
            ),
            (
                "prompt-lookup",
                "s.yaml:1:29: of must be a list of 2...8 entries, each with its policy, not the text 'prompt-lookup'"
            ),
            (
                "[{policy: prompt-lookup}, {policy: none}]",
                "s.yaml:1:64: draft policy 'none' proposes nothing, so it cannot be merged"
            ),
            (
                "[{policy: prompt-lookup}, {policy: random}]",
                "s.yaml:1:64: draft policy 'random' draws its candidates at random (independent), and such a draft cannot "
                    + "be merged: no verifier would be exact"
            ),
        ])
    func faults(of list: String, _ expected: String) throws {
        #expect(try complaint(about: "draft: {policy: merged, of: \(list)}" + Self.tail) == expected)
    }

    @Test("a merge without parts says so")
    func missing() throws {
        #expect(
            try complaint(about: "draft: {policy: merged}" + Self.tail).hasPrefix(
                "s.yaml:1:1: of is missing: the drafts"))
    }

    @Test("candidates without probabilities are ranked only where the file says what they count as")
    func ranking() throws {
        let parts = "of: [{policy: eagle3, head: h}, {policy: retrieved}]"
        let tail = "\ntree: {builder: dynamic}\nverify: {verifier: sampling}\n"
        #expect(
            try complaint(about: "draft: {policy: merged, \(parts)}" + tail)
                .hasPrefix("s.yaml:2:17: tree builder 'dynamic' ranks nodes by probability"))
        #expect(try complaint(about: "draft: {policy: merged, \(parts), retrieved_probability: 0.2}" + tail) == "")
    }

    @Test("what candidates without probabilities count as is refused where every draft gives its own")
    func uselessProbability() throws {
        let parts = "of: [{policy: eagle3, head: h}, {policy: prompt-lookup}]"
        let tail = "\ntree: {builder: dynamic}\nverify: {verifier: sampling}\n"
        #expect(try complaint(about: "draft: {policy: merged, \(parts)}" + tail) == "")
        #expect(
            try complaint(about: "draft: {policy: merged, \(parts), retrieved_probability: 0.2}" + tail)
                .hasPrefix(
                    "s.yaml:1:106: retrieved_probability is of no use: each of these drafts gives probabilities of its own"
                ))
    }

    @Test("a builder is composed in the same way")
    func builders() throws {
        let head = "draft: {policy: prompt-lookup}\n"
        let tail = "\nverify: {verifier: sampling}\n"
        let text = head + "tree: {builder: first-of, of: [{builder: chain, depth: 3}]}" + tail
        let strategy = try reader().read(text: text, name: "s.yaml")
        #expect(strategy.settings["tree.of"] == "[{builder: chain, depth: 3}]")
        #expect(strategy.builder?.product.traits.maximumDepth == 3)
        #expect(
            try complaint(about: head + "tree: {builder: first-of, of: [{builder: first-of, of: []}]}" + tail)
                == "s.yaml:2:42: tree builder 'first-of' cannot be a part of itself")
    }
}

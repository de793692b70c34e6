import Foundation
import SequoiaPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Sequoia's tree is the best for its profile")
struct SequoiaTreeTests {
    /// A best tree of an independent dynamic programme.
    struct Golden: Decodable, Sendable {
        let profile: [Double]
        let nodes: Int
        let depth: Int?
        let width: Int?
        let expectedAccepted: Double
    }

    static func goldens() throws -> [Golden] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try #require(Bundle.module.url(forResource: "Resources/best-trees", withExtension: "json"))
        return try decoder.decode([Golden].self, from: Data(contentsOf: file))
    }

    static func value(_ paths: [RankPath], _ profile: [Double]) -> Double {
        paths.reduce(0) { $0 + $1.ranks.reduce(1) { $0 * profile[$1] } }
    }

    @Test("it is worth what an independent programme finds")
    func goldens() throws {
        for golden in try Self.goldens() {
            let profile = Array(golden.profile.prefix(golden.width ?? .max))
            let tree = SequoiaTree(profile: profile, totalTokens: golden.nodes, depth: golden.depth ?? golden.nodes)
            #expect(tree.paths.count == golden.nodes)
            #expect(abs(Self.value(tree.paths, profile) - golden.expectedAccepted) < 1e-12)
        }
    }

    /// Every tree of so many nodes whose ranks are in order.
    static func everyTree(of nodes: Int, ranks: Int, depth: Int) -> Set<Set<RankPath>> {
        var trees: Set<Set<RankPath>> = [[]]
        for _ in 0..<nodes {
            var larger: Set<Set<RankPath>> = []
            for tree in trees {
                for parent in [[]] + tree.map(\.ranks) where parent.count < depth {
                    let used = tree.count { $0.ranks.count == parent.count + 1 && $0.ranks.starts(with: parent) }
                    if used < ranks { larger.insert(tree.union([RankPath(parent + [used])])) }
                }
            }
            trees = larger
        }
        return trees
    }

    @Test("no tree of its size is worth more, whether the profile falls or not", arguments: 1...6)
    func bruteForce(nodes: Int) {
        var random = SeededRandom(seed: UInt64(nodes))
        for _ in 0..<8 {
            let profile = (0..<3).map { _ in random.uniform() / 3 }
            for depth in 1...4 {
                let best = Self.everyTree(of: nodes, ranks: 3, depth: depth).map { Self.value(Array($0), profile) }
                    .max()
                let found = SequoiaTree(profile: profile, totalTokens: nodes, depth: depth)
                // Depth and ranks may not allow so many nodes.
                guard let best else { continue }
                #expect(abs(Self.value(found.paths, profile) - best) < 1e-12)
            }
        }
    }

    @Test("it honours the builder contract, for draws of every kind")
    func contract() {
        let tree = SequoiaTree()
        #expect(tree.traits.draws == Set(DrawMode.allCases))
        #expect(TreeBuilderConformance().faults(of: tree) == [])
        #expect(TreeBuilderConformance().faults(of: SequoiaTree(profile: [0.1, 0.5], totalTokens: 5, depth: 2)) == [])
    }

    @Test("a profile that is none is told")
    func profiles() {
        for text in ["[]", "[0.6, 0.6]", "[-0.1]", "[a]", "3"] {
            #expect(Self.faults(of: text).count == 1, "\(text)")
        }
        #expect(Self.faults(of: "[1, 0, 0]") == [])
    }

    private static func faults(of profile: String) -> [String] {
        let numbers = profile.dropFirst().dropLast().split(separator: ",").map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        let list = OptionValue.Content.list(
            numbers.map { $0.map { OptionValue(.real($0)) } ?? OptionValue(.string("a")) })
        let value = OptionValue(profile.hasPrefix("[") ? list : .integer(3))
        var reader = OptionReader([OptionMember(name: "profile", place: .nowhere, value: value)], at: .nowhere)
        _ = SequoiaTree(from: &reader)
        return reader.faults.map(\.message)
    }
}

import DemoModel
import Foundation
import LanguageModels
import ModelTestKit
import Speculation
import Tensors
import Testing

/// Trees of several sequences scored in one pass, against the same scored one at a time.
struct JointScoringTests {
    /// Sequences of mixed lengths with trees of mixed shapes: roots alone, a chain, bushes.
    private static let cases: [(prompt: Int, tree: [(parent: Int, token: Token)])] = [
        (7, []),
        (1, [(0, 3), (1, 4), (2, 5), (3, 6)]),
        (300, [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (4, 6)]),
        (40, []),
        (2, [(0, 9), (0, 8), (0, 7)]),
    ]

    private static func tree(_ index: Int) -> TokenTree {
        var tree = TokenTree(root: 10 + index)
        for (parent, token) in cases[index].tree {
            var candidates = Candidates()
            candidates.append(token, after: parent, logProbability: nil)
            tree.attach(candidates)
        }
        return tree
    }

    private static func prompt(_ index: Int) -> [Token] { (0..<cases[index].prompt).map { ($0 * 7 + index) % 50 } }

    private static func model() throws -> Transformer {
        var tiny = TinyModel()
        tiny.contextLimit = 320
        let folder = try tiny.folder()
        return try Transformer(at: folder.url)
    }

    /// A path through each tree to keep: the root and a first child, as far as there are any.
    private static func path(_ tree: TokenTree) -> [Int] {
        var path = [0]
        while let child = tree.parents.firstIndex(of: path[path.count - 1]) { path.append(child) }
        return path
    }

    private static func states(_ features: (any TargetFeatures)?) -> [Float]? {
        (features as? LayerFeatures).map { Array($0.states.values) }
    }

    @Test(arguments: [1, 3])
    func `Every row, and what is kept, is to the bit what scoring alone gives, round after round`(threads: Int) throws {
        try ThreadPool(threads: threads).run { try compareJointScoring() }
    }

    private func compareJointScoring() throws {
        let target = TransformerTarget(try Self.model())
        let wanted = FeatureRequest(layers: [1, 0], finalState: true)
        // Some sequences have a draft that wants features, one wants others, and some want none.
        let requests = [nil, wanted, wanted, FeatureRequest(layers: [1]), nil]
        func begin() throws -> [any TargetSession] {
            try requests.enumerated().map { index, request in
                var session = try target.begin(providing: request)
                _ = try session.append(Self.prompt(index))
                return session
            }
        }
        var (together, alone) = (try begin(), try begin())
        let trees = requests.indices.map(Self.tree)
        for round in 0..<3 {
            // Another order in every round, so that another sequence leads.
            let order = requests.indices.map { ($0 + 2 * round) % requests.count }
            var sessions = order.map { together[$0] }
            let scores = target.score(order.map { trees[$0] }, in: &sessions)
            #expect(scores.count == order.count)
            for (place, index) in order.enumerated() {
                let expected = try alone[index].score(trees[index])
                #expect(try scores[place].get() == expected, "sequence \(index) in round \(round)")
                let path = Self.path(trees[index])
                let kept = Self.states(try together[index].keep(path))
                #expect(kept == Self.states(try alone[index].keep(path)), "sequence \(index) in round \(round)")
                #expect((kept == nil) == (requests[index] == nil))
            }
        }
    }

    @Test
    func `A sequence that outgrows its context fails alone, and so does an unknown token`() throws {
        let target = TransformerTarget(try Self.model())
        func begin(_ counts: [Int]) throws -> [any TargetSession] {
            try counts.map { count in
                var session = try target.begin(providing: nil)
                _ = try session.append((0..<count).map { $0 % 50 })
                return session
            }
        }
        var sessions = try begin([319, 10, 20, 5])
        let trees = [Self.tree(1), TokenTree(root: 50), Self.tree(2), TokenTree(root: 1)]
        let scores = target.score(trees, in: &sessions)
        func complaint(_ place: Int) -> String? {
            if case .failure(let error) = scores[place] { "\(error)" } else { nil }
        }
        #expect(complaint(0)?.hasSuffix("a tree of depth 4 after 319 tokens exceeds the context of 320") == true)
        #expect(complaint(1)?.hasSuffix("token 50 is outside the vocabulary of 50") == true)
        var alone = try begin([319, 10, 20, 5])
        for place in [2, 3] { #expect(try scores[place].get() == alone[place].score(trees[place])) }
        // The sequence that failed can still score what fits.
        #expect(try sessions[0].score(TokenTree(root: 1)) == alone[0].score(TokenTree(root: 1)))
    }

    @Test
    func `The demo model's rows do not depend on the company they keep`() throws {
        let target = TransformerTarget(try Transformer(at: #require(try BundledFiles.model("demo"))))
        func begin() throws -> [any TargetSession] {
            try Self.cases.indices.map { index in
                var session = try target.begin(providing: nil)
                _ = try session.append(Self.prompt(index))
                return session
            }
        }
        var (together, alone) = (try begin(), try begin())
        let trees = Self.cases.indices.map(Self.tree)
        for (index, scores) in target.score(trees, in: &together).enumerated() {
            #expect(try scores.get() == alone[index].score(trees[index]))
        }
    }
}

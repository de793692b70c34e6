import BlockPlugin
import Foundation
import Speculation
import SpeculationTestKit
import Testing
import TraversalPlugin

/// Exact laws of verdicts on drawn trees, enumerated in fractions by another implementation.
private struct VerdictLaws: Decodable {
    let cases: [Case]
    let mixtures: [Mixture]

    /// A tree with its draws, and what rules make of it.
    struct Case: Decodable, CustomTestStringConvertible, Sendable {
        let name: String
        let tokens: [Int]
        let parents: [Int]
        let p: [[Fraction]]
        let q: [[Fraction]?]
        let verdicts: [String: Law]

        var testDescription: String { name }
    }

    struct Law: Decodable, Sendable {
        let law: [Entry]
        let expectedAccepted: Double
    }

    struct Entry: Decodable, Sendable {
        let last: Int
        let bonus: Int
        let probability: Double
    }

    /// A shape, and how much rules accept on average over all draws.
    struct Mixture: Decodable, CustomTestStringConvertible, Sendable {
        let name: String
        let vocabulary: Int
        let parents: [Int]
        let p: [String: [Fraction]]
        let q: [String: [Fraction]]
        let laws: [String: Double]

        var testDescription: String { name }
    }

    /// "3/17".
    struct Fraction: Decodable, Sendable {
        let numerator: Int
        let denominator: Int

        var value: Double { Double(numerator) / Double(denominator) }

        init(from decoder: any Decoder) throws {
            let parts = try decoder.singleValueContainer().decode(String.self).split(separator: "/").map {
                Int($0) ?? 0
            }
            (numerator, denominator) = (parts[0], parts.count > 1 ? parts[1] : 1)
        }
    }

    static let all: VerdictLaws = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let file = Bundle.module.url(forResource: "Resources/verdict-laws", withExtension: "json"),
            let laws = try? decoder.decode(VerdictLaws.self, from: Data(contentsOf: file))
        else { preconditionFailure("verdict-laws.json is damaged") }
        return laws
    }()
}

extension [VerdictLaws.Fraction] {
    /// Whole numbers in the same proportions, which single precision holds.
    fileprivate var weights: [Float] {
        let common = reduce(1) { $0 * $1.denominator }
        return map { Float($0.numerator * (common / $0.denominator)) }
    }
}

@Suite("Verdicts of rules that weigh draws have the laws of an independent enumeration")
struct VerdictLawTests {
    /// A verdict that can be counted.
    struct Outcome: Hashable {
        let last: Int
        let bonus: Int
    }

    /// A rule of the file by its name there; nil for one that is tested elsewhere.
    static func rule(_ name: String) -> (draw: DrawMode, judge: Judge)? {
        let draw: DrawMode = name.contains("without") ? .withoutReplacement : .independent
        if name.hasPrefix("recursive") {
            return (draw, { RecursiveRejection().verdict(on: $0, using: &$1, distribution: $2) })
        }
        if name.hasPrefix("traversal") {
            return (draw, { TraversalVerifier().judge($0, using: &$1, distribution: $2) })
        }
        if name.hasPrefix("block") {
            return (
                draw,
                { tree, chance, distribution in
                    var rule = BlockVerifier()
                    return rule.judge(tree, using: &chance, distribution: distribution)
                }
            )
        }
        return nil
    }

    typealias Judge = (TokenTree, inout PlayedChance, (Int) -> [Double]) -> Verdict

    @Test("given a tree", arguments: VerdictLaws.all.cases)
    fileprivate func givenTree(_ example: VerdictLaws.Case) throws {
        for (name, expected) in example.verdicts {
            guard let (draw, judge) = Self.rule(name) else { continue }
            var candidates = Candidates()
            for (token, parent) in zip(example.tokens, example.parents) {
                candidates.append(token, after: parent, logProbability: nil)
            }
            for (node, row) in example.q.enumerated() where row != nil && example.parents.contains(node) {
                candidates.proposals[node] = row.map { Proposal(weights: $0.weights, draw: draw) }
            }
            var tree = TokenTree(root: 0)
            tree.attach(candidates)
            let law = try #require(
                PlayedChance.law { chance in
                    let verdict = judge(tree, &chance) { node in example.p[node].map(\.value) }
                    return Outcome(last: verdict.lastAccepted, bonus: verdict.bonus)
                })
            for entry in expected.law {
                let found = law[Outcome(last: entry.last, bonus: entry.bonus)] ?? 0
                #expect(abs(found - entry.probability) < 1e-12, "\(name): \(entry)")
            }
            #expect(abs(law.values.reduce(0, +) - 1) < 1e-12)
            let length = law.reduce(0) { $0 + Double(tree.depths[$1.key.last]) * $1.value }
            #expect(abs(length - expected.expectedAccepted) < 1e-12, "\(name)")
        }
    }

    @Test("over all draws", arguments: VerdictLaws.all.mixtures)
    fileprivate func overDraws(_ example: VerdictLaws.Mixture) throws {
        for (name, expected) in example.laws {
            guard let (draw, judge) = Self.rule(name) else { continue }
            var length = 0.0
            PlayedChance.forEach { chance in
                let tree = Self.drawn(example, draw, using: &chance)
                let verdict = judge(tree, &chance) { node in
                    example.p[Self.path(to: node, in: tree)]?.map(\.value) ?? []
                }
                return tree.depths[verdict.lastAccepted]
            } visit: { depth, probability in
                length += Double(depth) * probability
            }
            #expect(abs(length - expected) < 1e-9, "\(name)")
        }
    }

    private static func path(to node: Int, in tree: TokenTree) -> String {
        tree.path(to: node).map { "\(tree.tokens[$0])" }.joined()
    }

    /// A tree of the example's shape, its children drawn.
    private static func drawn(
        _ example: VerdictLaws.Mixture, _ draw: DrawMode, using chance: inout some Chance
    ) -> TokenTree {
        var tree = TokenTree(root: 0)
        for node in 0...example.parents.count {
            let count = example.parents.count { $0 == node }
            guard count > 0, let row = example.q[path(to: node, in: tree)] else { continue }
            let proposal = Proposal(weights: row.weights, draw: draw)
            var candidates = Candidates()
            for token in proposal.places(count, using: &chance) {
                candidates.append(token, after: node, logProbability: nil)
            }
            candidates.proposals[node] = proposal
            tree.attach(candidates)
        }
        return tree
    }
}

import CrossEntropyPlugin
import Foundation
import GroupTreePlugin
import HASSPlugin
import LKPlugin
import SoftTreePlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Objectives compute what their formulas say")
struct ObjectiveTests {
    /// A prompt of three tokens and an answer of six.
    static let sequence = TrainingSequence(tokens: Array(0..<9), isAnswer: (0..<9).map { $0 >= 3 })

    static func objective(_ name: String, _ options: [String: OptionValue.Content] = [:]) throws -> any Objective {
        let registry = try PluginRegistry([
            CrossEntropy.self, LKLoss.self, HASSLoss.self, GroupTree.self, SoftTree.self,
        ])
        let members = options.map { name, content in
            let text =
                switch content {
                case .string(let text): text
                default: ""
                }
            return OptionMember(name: name, place: .nowhere, value: OptionValue(content, text: text, at: .nowhere))
        }
        var reader = OptionReader(members, at: .nowhere)
        let objective = try #require(registry.objectives[name]).make(&reader)
        #expect(reader.faults.isEmpty)
        return objective
    }

    static func terms(_ objective: any Objective, on bench: inout NumberBench, seed: UInt64 = 1) throws -> [String:
        Double]
    {
        var random = SeededRandom(seed: seed)
        let terms = try objective.loss(of: sequence, on: &bench, using: &random)
        return Dictionary(uniqueKeysWithValues: terms.map { ($0.name, $0.value.numbers[0]) })
    }

    @Test(
        "every objective honours the contract, and keeps what its traits declare",
        arguments: ["cross-entropy", "lk", "hass", "group-tree", "soft-tree"])
    func conformance(name: String) throws {
        #expect(try ObjectiveConformance().faults(of: Self.objective(name)) == [])
    }

    @Test("cross-entropy weighs steps by the decay and divides by all tokens or by answers")
    func crossEntropy() throws {
        var bench = NumberBench(rowLosses: [1, 2])
        let three: OptionValue.Content = .integer(3)
        let weights = 1 + 0.5 + 0.25
        let sequence = try Self.objective("cross-entropy", ["ttt_length": three, "step_decay": .real(0.5)])
        #expect(abs(try #require(Self.terms(sequence, on: &bench)["cross-entropy"]) - 3 * weights / 9) < 1e-12)
        let answers = try Self.objective(
            "cross-entropy", ["ttt_length": three, "step_decay": .real(0.5), "mean": .string("answers")])
        #expect(abs(try #require(Self.terms(answers, on: &bench)["cross-entropy"]) - 3 * weights / 6) < 1e-12)
        #expect(bench.asked.map(\.step) == [0, 1, 2, 0, 1, 2])
        #expect(bench.asked.allSatisfy { $0.divergence == .crossEntropy })
    }

    @Test("lk asks for the chance of acceptance, and for cross-entropy only on request")
    func acceptance() throws {
        var bench = NumberBench()
        _ = try Self.terms(Self.objective("lk", ["ttt_length": .integer(1)]), on: &bench)
        _ = try Self.terms(Self.objective("lk", ["ttt_length": .integer(1), "form": .string("logarithm")]), on: &bench)
        #expect(bench.asked.map(\.divergence) == [.rejection, .logAcceptance])
        let mixed = try Self.objective("lk", ["ttt_length": .integer(1), "cross_entropy_weight": .real(0.25)])
        let terms = try Self.terms(mixed, on: &bench)
        #expect(terms == ["lk": 1.0 / 9, "cross-entropy": 0.25 / 9])
    }

    @Test("hass asks for cross-entropy over three steps, and once more over the best tokens")
    func harmonised() throws {
        var bench = NumberBench()
        let terms = try Self.terms(Self.objective("hass", ["top_k": .integer(4), "weight": .real(0.5)]), on: &bench)
        #expect(bench.asked.map(\.step) == [0, 1, 2, 0, 1, 2])
        #expect(
            bench.asked.map(\.divergence)
                == [TokenDivergence](repeating: .crossEntropy, count: 3)
                + [TokenDivergence](repeating: .topCrossEntropy(count: 4), count: 3))
        #expect(abs(try #require(terms["top-k"]) - 0.5 * (try #require(terms["cross-entropy"]))) < 1e-12)
        var alone = NumberBench()
        _ = try Self.terms(Self.objective("hass", ["weight": .integer(0)]), on: &alone)
        #expect(alone.asked.count == 3)
    }

    @Test(
        "group-tree is the paper's loss, with and without debiasing, for a group and alone", arguments: [true, false],
        [6, 1])
    func groupTree(debiased: Bool, groupSize: Int) throws {
        // Positions 2 ... 7 have an answer token next: one group of all six, or six of one.
        var bench = NumberBench()
        func probability(_ position: Int, _ draft: TrainedDraft) -> Double {
            let (spread, shift) = draft == .current ? (7, 0.05) : (5, 0.1)
            return 0.1 * Double((position * 3) % spread) + shift
        }
        bench.probabilities = { (probability($0, $1), probability($0, $1) / 2) }
        bench.accepted = { $0 % 3 }
        bench.logProbability = { path, position, draft in
            draft == .current ? -0.3 * Double(path.count) - 0.1 * Double(position) : -0.5 * Double(path.count) - 0.05
        }
        let objective = try Self.objective(
            "group-tree",
            [
                "ttt_length": .integer(1), "groups": .integer(6 / groupSize), "group_size": .integer(groupSize),
                "eta": .real(2),
                "omega": .real(0.7), "clip": .real(0.1), "delta": .real(0.01), "debias": .boolean(debiased),
            ])
        let found = try #require(Self.terms(objective, on: &bench)["group-tree"])

        let positions = Array(2...7)
        // One branch a tree: the log-sum-exp is its length.
        let rewards = positions.map { position in
            let own = 1.5 * probability(position, .current)
            return debiased ? own - 1.5 * probability(position, .reference) : own
        }
        let mean = rewards.reduce(0, +) / 6
        let deviation = (rewards.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 6).squareRoot()
        var total = 0.0
        for (position, reward) in zip(positions, rewards) {
            let length = position % 3
            guard length > 0 else { continue }
            let advantage = groupSize == 1 ? reward : (reward - mean) / (deviation + 0.01)
            let path = [Token](repeating: 0, count: length)
            let difference =
                bench.logProbability(path, position, .current) - bench.logProbability(path, position, .reference)
            let ratio = exp(difference / Double(length))
            total += min(ratio * advantage, min(max(ratio, 0.9), 1.1) * advantage)
        }
        #expect(abs(found + 0.7 * total / 6) < 1e-9)
    }

    @Test("equal rewards and empty paths leave nothing to prefer")
    func ties() throws {
        let objective = try Self.objective("group-tree", ["ttt_length": .integer(1), "group_size": .integer(3)])
        var equal = NumberBench()
        #expect(try Self.terms(objective, on: &equal).keys.sorted() == ["cross-entropy"])
        var empty = NumberBench()
        empty.probabilities = { position, _ in (Double(position) / 10, 0) }
        empty.accepted = { _ in 0 }
        #expect(try Self.terms(objective, on: &empty).keys.sorted() == ["cross-entropy"])
    }

    /// What soft-tree adds up over positions whose paths have these steps.
    ///
    /// Every tree of the bench is a chain of two whose last node scores -1.5; nothing deeper counts.
    static func softLength(_ paths: some Sequence<[Double]>, temperature: Double) -> Double {
        paths.reduce(0) { total, path in
            var (total, score) = (total, 0.0)
            for step in path.prefix(2) {
                score += step
                total += 1 / (1 + exp(-(score + 1.5) / temperature))
            }
            return total
        }
    }

    @Test("soft-tree is the soft length of the paths that the trees could hold")
    func softTree() throws {
        var bench = NumberBench()
        let steps: [Int: [Double]] = [2: [-0.2, -0.4, -0.1], 3: [-1], 5: [-0.5, -3]]
        bench.steps = { steps[$0] ?? [] }
        let objective = try Self.objective(
            "soft-tree",
            [
                "ttt_length": .integer(3), "omega": .real(2), "temperature": .real(0.5), "token_weight": .real(0),
                "places": .string("uniform"),
            ])
        let found = try #require(Self.terms(objective, on: &bench)["soft-tree"])
        let total = Self.softLength(steps.values, temperature: 0.5)
        #expect(abs(found + 2 * total / 6) < 1e-12)
    }

    @Test("soft-tree follows decoding's rounds: a position, its accepted path, the bonus token, the next position")
    func visitedPlaces() throws {
        // Positions 2 ... 7: from 2 one token is accepted, from 4 two, from 7 none.
        var bench = NumberBench()
        bench.accepted = { [2: 1, 4: 2, 7: 0][$0] ?? 1 }
        bench.steps = { [-0.1 * Double($0)] }
        let objective = try Self.objective(
            "soft-tree",
            [
                "ttt_length": .integer(1), "omega": .real(1), "temperature": .real(1), "token_weight": .real(0),
                "walks": .integer(1),
            ])
        let expected = Self.softLength([2, 4, 7].map { [-0.1 * $0] }, temperature: 1) / 3
        // Where the random offset leaves the sequence whole, the walk is that of decoding.
        let found = try (0..<40 as Range<UInt64>).map { seed in
            try #require(Self.terms(objective, on: &bench, seed: seed)["soft-tree"])
        }
        #expect(found.contains { abs($0 + expected) < 1e-12 })
        let all = try Self.objective(
            "soft-tree",
            [
                "ttt_length": .integer(1), "omega": .real(1), "temperature": .real(1), "token_weight": .real(0),
                "walks": .integer(6),
            ])
        let everywhere = Self.softLength((2...7).map { [-0.1 * Double($0)] }, temperature: 1) / 6
        #expect(abs(try #require(Self.terms(all, on: &bench)["soft-tree"]) + everywhere) < 1e-12)
    }

    @Test("cross-entropy against the most probable token is asked for on request")
    func greedyExpectation() throws {
        var bench = NumberBench()
        _ = try Self.terms(
            Self.objective("cross-entropy", ["ttt_length": .integer(1), "expect": .string("greedy")]), on: &bench)
        #expect(bench.asked.map(\.divergence) == [.greedyCrossEntropy])
    }

    @Test("rewards of a tree by their definitions")
    func rewards() {
        // Two branches: 1 → 2 and 1 → 3 → 4, and a leaf 5 below the root.
        var candidates = Candidates()
        for (token, parent) in [(11, 0), (12, 1), (13, 1), (14, 3), (15, 0)] {
            candidates.append(token, after: parent, logProbability: -1)
        }
        var tree = TokenTree(root: 0)
        tree.attach(candidates)
        let probabilities = [1, 0.5, 0.2, 0.25, 0.1, 0.3]
        let lengths = [0.5 + 0.2, 0.5 + 0.25 + 0.1, 0.3]
        func value(_ aggregation: TreeReward.Aggregation, eta: Double = 1) -> Double {
            TreeReward(aggregation: aggregation, eta: eta).value(of: tree, probabilities)
        }
        #expect(abs(value(.logSumExp, eta: 2) - log(lengths.map { exp(2 * $0) }.reduce(0, +)) / 2) < 1e-12)
        #expect(value(.max) == lengths.max())
        #expect(abs(value(.mean) - lengths.reduce(0, +) / 3) < 1e-12)
        #expect(abs(value(.nodeSum) - 1.35) < 1e-12)
        #expect(TreeReward(aggregation: .logSumExp).value(of: TokenTree(root: 0), [1]) == 0)
    }

    @Test("groups are adjacent, apart, and anywhere")
    func groups() {
        let candidates = Array(3...20) + Array(30...34) + Array(50...69)
        var seen: Set<Int> = []
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let groups = PositionGroups(3, of: 4, among: candidates, using: &random).groups
            #expect(groups.count == 3)
            let all = groups.flatMap { $0 }
            #expect(Set(all).count == 12)
            for group in groups { #expect(group == Array(group[0]..<group[0] + 4)) }
            #expect(Set(all).isSubset(of: candidates))
            seen.formUnion(all)
        }
        #expect(seen == Set(candidates))
        var random = SeededRandom(seed: 1)
        #expect(PositionGroups(2, of: 8, among: [4, 5, 9, 10, 11], using: &random).groups == [[9, 10, 11]])
        #expect(PositionGroups(2, of: 8, among: [], using: &random).groups.isEmpty)
    }
}

import ChainPlugin
import Decoding
import GreedyPlugin
import Speculation
import SpeculationTestKit
import StaticPlugin
import Testing

@Suite("A round's record counts what happened")
struct RecordTests {
    /// After n comes n + 1, modulo 6, almost surely.
    static let counting = ScriptedLaw(vocabularySize: 6) { history in
        let next = ((history.last ?? 0) + 1) % 6
        return (0..<6).map { $0 == next ? 0.95 : 0.01 }
    }

    func engine(_ draft: ScriptedLaw, _ builder: any TreeBuilder, deepest: Int = .max) -> DecodingEngine {
        DecodingEngine(
            target: ScriptedTarget(Self.counting), draft: ScriptedDraft(draft, deepest: deepest), builder: builder,
            verifier: GreedyVerifier())
    }

    @Test("an oracle's chain is accepted whole, on the greedy path")
    func oracle() throws {
        let output = try engine(Self.counting, ChainTree(depth: 4)).output(after: [0], count: 11)
        #expect(output.tokens == [1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
        #expect(output.rounds.map(\.drafted) == [4, 4])
        #expect(output.rounds.map(\.accepted) == [4, 4])
        #expect(output.rounds.map(\.emitted) == [5, 5])
        #expect(output.rounds.first?.greedyPath == [2, 3, 4, 5])
        #expect(output.rounds.allSatisfy { $0.acceptedGreedyPath && !$0.greedyPathPruned })
    }

    @Test("a draft whose second choice is right is accepted off the greedy path")
    func secondChoice() throws {
        let second = ScriptedLaw(vocabularySize: 6) { history in
            let next = ((history.last ?? 0) + 1) % 6
            return (0..<6).map { $0 == next ? 0.3 : $0 == (next + 1) % 6 ? 0.6 : 0.025 }
        }
        let builder = StaticTree(paths: [[0], [1], [1, 1]].map { RankPath($0) })
        let output = try engine(second, builder).output(after: [0], count: 4)
        let round = try #require(output.rounds.first)
        #expect(round.accepted == 2)
        #expect(round.drafted == 3)
        #expect(round.depth == 2)
        #expect(round.greedyPath == [3])
        #expect(round.greedyPathPruned)
        #expect(!round.acceptedGreedyPath)
    }

    @Test("a draft that proposes nothing leaves plain decoding's counts")
    func nothing() throws {
        let output = try engine(Self.counting, ChainTree(depth: 4), deepest: 0).output(after: [0], count: 5)
        #expect(output.rounds.count == 4)
        #expect(output.rounds.allSatisfy { $0.drafted == 0 && $0.accepted == 0 && $0.emitted == 1 })
        #expect(output.rounds.allSatisfy { $0.greedyPath.isEmpty && !$0.acceptedGreedyPath })
    }

    @Test("time is attributed to phases and never negative")
    func seconds() throws {
        let output = try engine(Self.counting, ChainTree(depth: 4)).output(after: [0], count: 50)
        for seconds in output.rounds.map(\.seconds) {
            #expect(min(seconds.draft, seconds.tree, seconds.target, seconds.verify, seconds.other) >= 0)
            #expect(seconds.total > 0)
        }
    }
}

import Foundation
import Speculation
import SpeculationTestKit
import Testing
import TokenRecyclingPlugin

@Suite("Candidates that were not taken are proposed again")
struct TokenRecyclingTests {
    @Test("after a token comes what the target last thought likely there, in any sequence")
    func table() throws {
        let target = ScriptedTarget(ScriptedLaw.random(vocabularySize: 6, seed: 3))
        let policy = try TokenRecycling(candidates: 2).load(
            in: DraftLoading(target: target, locate: { URL(filePath: $0) }))
        func children(of token: Token, width: Int = 6) throws -> Candidates {
            var session = try policy.begin(DraftBeginning())
            try session.commit(Commitment(tokens: [0], next: token, features: nil, round: nil))
            session.beginRound()
            return try session.expand(Frontier([0], width: width), of: TokenTree(root: token))
        }
        #expect(try children(of: 1).count == 0)
        var tree = TokenTree(root: 1)
        var drafted = Candidates()
        drafted.append(2, after: 0, logProbability: nil)
        drafted.append(3, after: 0, logProbability: nil)
        drafted.append(3, after: 1, logProbability: nil)
        tree.attach(drafted)
        var session = try target.begin(providing: nil)
        _ = try session.append([0])
        let scores = try session.score(tree)
        var draft = try policy.begin(DraftBeginning())
        try draft.commit(Commitment(tokens: [0], next: 1, features: nil, round: nil))
        let verdict = Verdict(lastAccepted: 0, bonus: 5)
        try draft.commit(
            Commitment(
                tokens: [1], next: 5, features: nil, round: RoundOutcome(tree: tree, scores: scores, verdict: verdict)))
        // Rejected nodes tell as well; of the two that hold 3 the later one counts.
        for (token, node) in [(1, 0), (2, 1), (3, 3)] {
            let found = try children(of: token)
            #expect(found.tokens == LogProbabilities(scores.row(node)).best(2))
            for (token, value) in zip(found.tokens, found.logProbabilities) {
                let expected = LogProbabilities(scores.row(node)).value(of: token)
                #expect(abs((value ?? 1) - expected) < 1e-5)
            }
        }
        #expect(try children(of: 1, width: 1).count == 1)
        #expect(try children(of: 4).count == 0)
    }

    @Test("it honours the draft contract, with tokens that must not come too", arguments: [false, true])
    func contract(bars: Bool) throws {
        let law = ScriptedLaw.random(vocabularySize: 5, seed: 8)
        let target = ScriptedTarget(bars ? law.barring(2) : law)
        let recipe = TokenRecycling()
        let policy = try recipe.load(in: DraftLoading(target: target, locate: { URL(filePath: $0) }))
        #expect(try DraftConformance().faults(of: policy, recipe.traits, with: target, prompt: [0, 1]) == [])
    }
}

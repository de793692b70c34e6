import Decoding
import FullPlugin
import LookaheadPlugin
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Testing

@Suite("Lookahead's guesses converge to what the target says")
struct LookaheadTests {
    @Test("a window moves a level up and a place on; where it was not asked, only on")
    func window() {
        var random = SeededRandom(seed: 1)
        var window = GuessWindow(levels: 2, columns: 4, from: [9], using: &random)
        window.advance(by: 1, next: [1, 2, 3, 4], from: [9], using: &random)
        #expect(window.levels == [[9, 9, 9, 9], [1, 2, 3, 4]])
        window.advance(by: 1, next: [5, nil, 7, 8], from: [9], using: &random)
        #expect(window.levels == [[1, 2, 3, 4], [5, 9, 7, 8]])
        #expect(window.path(to: 2) == [1, 2, 3, 7] && window.guesses(at: 2) == [3, 7])
        // Two tokens came: what was guessed for the place after the next one is guessed for the next one.
        window.advance(by: 2, next: [10, 11, 12, 13], from: [9], using: &random)
        #expect(window.levels == [[9, 7, 8, 9], [11, 12, 13, 9]])
        window.advance(by: 1, next: [nil, nil, nil, nil], from: [9], using: &random)
        #expect(window.levels == [[7, 8, 9, 9], [12, 13, 9, 9]])
    }

    /// A target that says something else at every place, whatever stands before it.
    private static let placed = ScriptedLaw(vocabularySize: 40) { history in
        var row = [Double](repeating: 0.001, count: 40)
        row[history.count * 7 % 40] = 1 - 0.039
        return row
    }

    @Test("n-grams of earlier passes are accepted, though nothing in the text repeats")
    func converges() throws {
        let target = ScriptedTarget(Self.placed)
        let engine = DecodingEngine(
            target: target, draft: Lookahead(window: 5, ngram: 4, candidates: 5), builder: FullTree(),
            verifier: SamplingVerifier())
        let rules = DecodingRules(limits: DecodingLimits(maximumNewTokens: 30, stopTokens: []))
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: [3, 7, 5], rules: rules, random: SeededRandom(seed: 2)))
        var rounds = 0
        while loop.finish == nil {
            _ = try loop.round()
            rounds += 1
        }
        #expect(loop.emitted == (3..<33).map { $0 * 7 % 40 })
        #expect(rounds < 18)
    }

    @Test("it honours the draft contract", arguments: [2, 5])
    func contract(ngram: Int) throws {
        let draft = Lookahead(window: 3, ngram: ngram, candidates: 2)
        let target = ScriptedTarget(ScriptedLaw.random(vocabularySize: 5, seed: 4))
        #expect(try DraftConformance().faults(of: draft, draft.traits, with: target, prompt: [0, 1, 2]) == [])
    }

    @Test("a full tree keeps what it is given, the first levels where that is too much", arguments: [1, 4, 128])
    func full(nodes: Int) throws {
        #expect(TreeBuilderConformance().faults(of: FullTree(depth: 3, topK: 2, totalTokens: nodes)) == [])
        var builder = FullTree(depth: 3, topK: 2, totalTokens: nodes)
        let law = ScriptedLaw.random(vocabularySize: 4, seed: 1)
        let grown = try TreeBuilderConformance().grow(&builder, ScriptedDraft(law, draw: .retrieved), 0)
        #expect(grown.pruned.draftedCount == min(nodes, 14))
    }
}

import Decoding
import SamplingPlugin
import Speculation
import SpeculationTestKit
import Synchronization
import Testing

/// What a builder learns in a sequence serves later ones of its engine if it says so.
struct SuccessionTests {
    /// Grows as many levels as rounds were observed, a child at each.
    struct Counter: TreeBuilder {
        var remembers: Bool
        var log = Log()
        var rounds = 0

        var traits: TreeTraits {
            TreeTraits(
                draws: [.topK], needsProbabilities: false, maximumDepth: 8, maximumNodes: 8,
                remembersSequences: remembers)
        }

        mutating func begin(in situation: RoundSituation) -> Bool {
            log.heard.withLock { $0.removeAll() }
            return true
        }

        mutating func nextFrontier(of tree: TokenTree, in situation: RoundSituation) -> Frontier? {
            tree.deepest < min(rounds, 8) ? Frontier([tree.count - 1], width: 1) : nil
        }

        mutating func observe(_ round: ObservedRound) {
            rounds += 1
            log.heard.withLock { $0.append(round) }
        }
    }

    /// The rounds that all copies of a builder have heard of since a sequence began.
    final class Log: Sendable {
        let heard = Mutex<[ObservedRound]>([])
    }

    static func engine(_ builder: any TreeBuilder) -> DecodingEngine {
        let law = ScriptedLaw.random(vocabularySize: 6, seed: 3)
        return DecodingEngine(
            target: ScriptedTarget(law), draft: ScriptedDraft(law), builder: builder, verifier: SamplingVerifier())
    }

    static func depths(_ engine: DecodingEngine) throws -> [Int] {
        try engine.output(after: [1, 2], count: 12).rounds.map(\.depth)
    }

    @Test func `A builder that remembers goes on where the last sequence ended`() throws {
        let engine = Self.engine(Counter(remembers: true))
        let copy = engine
        // An oracle's whole path is accepted: 1, 2, 3, 4 tokens, and the limit cuts the last round to one.
        #expect(try Self.depths(engine) == [0, 1, 2, 3, 0])
        #expect(try Self.depths(copy) == [5, 4])
    }

    @Test func `Another begins anew, and so does one that is put in its place`() throws {
        var engine = Self.engine(Counter(remembers: false))
        let first = try Self.depths(engine)
        #expect(try Self.depths(engine) == first)
        engine.builder = Counter(remembers: true)
        #expect(try Self.depths(engine) == first)
        #expect(try Self.depths(engine) != first)
        engine.builder = Counter(remembers: true)
        #expect(try Self.depths(engine) == first)
    }

    @Test func `A builder hears of every round what it grew and took, and of the last one no seconds`() throws {
        let builder = Counter(remembers: true)
        let rounds = try Self.engine(builder).output(after: [1, 2], count: 12).rounds
        let heard = builder.log.heard.withLock { $0 }
        #expect(heard.count == rounds.count)
        var context = 2
        for (heard, record) in zip(heard, rounds) {
            #expect(heard.contextLength == context)
            #expect(heard.grown.draftedCount == record.drafted && heard.outcome.path.count >= record.accepted)
            #expect(heard.passes.count == record.depth)
            context += record.emitted
        }
        #expect(heard.map { $0.seconds != nil } == [true, true, true, true, false])
    }
}

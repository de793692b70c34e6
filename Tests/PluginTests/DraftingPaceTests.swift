import CostAwarePlugin
import Costs
import Foundation
import Testing

@Suite("The pace of drafting is told from rounds that say something about it")
struct DraftingPaceTests {
    /// Counts rounds of the same kind, tokens and seconds.
    static func note(
        _ rounds: Int, in pace: inout DraftingPace, drafted: Bool, emitted: Int = 1, seconds: Double,
        reading: Double = 0
    ) {
        for _ in 0..<rounds { pace.note(drafted: drafted, emitted: emitted, seconds: seconds, reading: reading) }
    }

    /// Drafting that brings two tokens in 1.6 seconds, and plain rounds of one second.
    static func known() -> DraftingPace {
        var pace = DraftingPace()
        note(100, in: &pace, drafted: true, emitted: 2, seconds: 1.6)
        note(DraftingPace.comparedRounds, in: &pace, drafted: false, seconds: 1)
        return pace
    }

    static func isNear(_ found: Double?, _ wanted: Double) -> Bool {
        found.map { abs($0 / wanted - 1) < 1e-9 } ?? false
    }

    @Test("rounds that settle do not count")
    func settling() {
        var pace = DraftingPace()
        #expect(pace.speedUp == nil)
        Self.note(10, in: &pace, drafted: true, emitted: 2, seconds: 1.6)
        Self.note(RoundCosts.settlingPasses, in: &pace, drafted: false, seconds: 50)
        #expect(pace.speedUp == nil && pace.plainRounds == 0)
        Self.note(1, in: &pace, drafted: false, seconds: 1)
        #expect(Self.isNear(pace.speedUp, 1.25))
        Self.note(DraftingPace.draftSettlingRounds, in: &pace, drafted: true, emitted: 2, seconds: 50)
        #expect(Self.isNear(pace.speedUp, 1.25))
    }

    @Test("the first rounds of a sequence do not count, but the reading of its prompt in the draft does")
    func sequences() {
        var pace = Self.known()
        let counted = pace.plainRounds
        pace.beginSequence()
        Self.note(3, in: &pace, drafted: false, seconds: 50)
        #expect(Self.isNear(pace.speedUp, 1.25))
        #expect(pace.plainRounds == counted)
        Self.note(1, in: &pace, drafted: false, seconds: 50)
        #expect((pace.speedUp ?? 0) > 1.2)
        #expect(pace.plainRounds == counted + 1)

        var drafting = DraftingPace()
        Self.note(100, in: &drafting, drafted: false, seconds: 1)
        Self.note(100, in: &drafting, drafted: true, emitted: 2, seconds: 1.6)
        let before = drafting.draftingSecondsPerToken ?? 0
        drafting.beginSequence()
        Self.note(3, in: &drafting, drafted: true, emitted: 2, seconds: 50)
        #expect(drafting.draftingSecondsPerToken == before)
        // A sequence long enough that the next one settles too.
        Self.note(100, in: &drafting, drafted: true, emitted: 2, seconds: 1.6)
        let rounds = drafting.draftingRounds
        drafting.beginSequence()
        Self.note(1, in: &drafting, drafted: true, emitted: 2, seconds: 50, reading: 40)
        #expect(drafting.draftingRounds == rounds)
        #expect((drafting.draftingSecondsPerToken ?? 0) > before * 1.2)
        // The 40 seconds and not the other 10, over what is remembered of two tokens in each of 197 rounds.
        let remembered = 2 * (1 - pow(0.99, 197)) / (1 - 0.99)
        #expect(Self.isNear(drafting.draftingSecondsPerToken, before + 40 / remembered))
    }

    @Test("where sequences are short, their first rounds count")
    func shortSequences() {
        var pace = DraftingPace()
        for _ in 0..<40 {
            pace.beginSequence()
            Self.note(2, in: &pace, drafted: true, emitted: 2, seconds: 2)
        }
        for _ in 0..<40 {
            pace.beginSequence()
            Self.note(2, in: &pace, drafted: false, seconds: 3)
        }
        #expect(Self.isNear(pace.speedUp, 3))
    }

    @Test("what the other kind has outlasted gives way to what is seen anew")
    func ageing() {
        var pace = Self.known()
        Self.note(1000, in: &pace, drafted: true, emitted: 2, seconds: 1.6)
        // The machine is twice as fast now.
        Self.note(DraftingPace.comparedRounds, in: &pace, drafted: false, seconds: 0.5)
        #expect((pace.speedUp ?? 2) < 0.63)
        #expect((pace.speedUp ?? 0) > 0.62)
    }

    @Test("plain rounds in the midst of many change nothing about drafting")
    func drift() {
        var pace = Self.known()
        Self.note(400, in: &pace, drafted: false, seconds: 2)
        #expect(Self.isNear(pace.speedUp, 1.25))
        #expect((pace.draftingSecondsPerToken ?? 0) > 1.5)
    }

    @Test("it counts runs that were lost and trials that were won")
    func counters() {
        var pace = Self.known()
        #expect(pace.lostRuns == 0 && pace.wonTrials == 0)
        for won in 1...3 {
            Self.note(70, in: &pace, drafted: true, emitted: 2, seconds: 1.6)
            #expect(pace.wonTrials == won && pace.lostRuns == 0)
            Self.note(DraftingPace.comparedRounds, in: &pace, drafted: false, seconds: 1)
        }
        for lost in 1...3 {
            Self.note(60, in: &pace, drafted: true, seconds: 5)
            Self.note(100, in: &pace, drafted: false, seconds: 1)
            #expect(pace.lostRuns == lost)
        }
        Self.note(64, in: &pace, drafted: true, emitted: 2, seconds: 1)
        #expect(pace.lostRuns == 0 && pace.wonTrials == 0)
    }
}

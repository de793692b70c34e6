import Costs
private import Foundation

/// Whether drafting has paid lately: the tokens per second of rounds that drafted and of rounds of the root alone.
///
/// Both kinds of rounds come in runs, and what one kind leaves in the processor's caches slows the first rounds of the
/// other: weights that fit a cache are read several times faster when nothing else was read in between. A draft that was
/// not used for long also reads all that it has missed. So the first rounds of a run after the other kind do not count:
/// decoding of one kind alone would not know them either. Nor do the first rounds of a sequence, which come after the
/// reading of its prompt, unless sequences have hardly more.
///
/// What is known of a kind ages while the other one runs. Plain rounds in the midst of many say nothing about drafting:
/// whatever slows or speeds them is taken to do the same to rounds that draft.
package struct DraftingPace: Sendable, Equatable {
    /// Tokens and seconds of one kind of rounds, older rounds weighing less.
    private struct Tally: Sendable, Equatable {
        /// How much of the past a round leaves, of either kind: some hundred rounds are remembered.
        private static let memory = 0.99

        private(set) var tokens = 0.0
        private(set) var seconds = 0.0
        private(set) var rounds = 0

        var secondsPerToken: Double? { tokens > 0 ? seconds / tokens : nil }

        mutating func note(tokens: Int, seconds: Double) {
            age(by: 1)
            self.tokens += Double(tokens)
            self.seconds += seconds
            rounds += 1
        }

        /// Counts time that brought no token.
        mutating func add(seconds: Double) { self.seconds += seconds }

        /// Makes what is known older by some rounds: it weighs less against what is yet to come.
        mutating func age(by rounds: Int) {
            let left = pow(Self.memory, Double(min(rounds, Self.longestAgeing)))
            tokens *= left
            seconds *= left
        }

        /// Takes all rounds to have been slower by a factor.
        mutating func slow(by factor: Double) { seconds *= factor }

        /// What is older still weighs nothing, but is not forgotten.
        private static let longestAgeing = 1000
    }

    /// How many rounds that draft it takes until the draft has read what it missed, and caches hold what both read.
    package static let draftSettlingRounds = 3

    /// How many plain rounds in a row tell what they take: those that settle, and those compared with drafting before them.
    package static let comparedRounds = RoundCosts.settlingPasses + 16

    /// How many rounds of a sequence it takes until caches hold again what the reading of its prompt has driven out.
    private static let sequenceSettlingRounds = 3

    /// Where sequences have fewer rounds, the first ones are a part of decoding that must not be overlooked.
    private static let leastRoundsToSettle = 12

    private var drafting = Tally()
    private var plain = Tally()

    /// Whether the latest round drafted.
    package private(set) var isDrafting = false

    /// How many rounds of the latest kind have followed each other, over all sequences.
    package private(set) var runLength = 0

    /// How many rounds this sequence has had, and how many of them do not count.
    private var sequenceRounds = 0
    private var roundsToSettle = 0

    /// How many runs of drafting in a row have ended with drafting slower than plain rounds.
    package private(set) var lostRuns = 0

    /// How many short runs of plain rounds in a row have ended with drafting faster.
    package private(set) var wonTrials = 0

    /// A run of this many rounds that drafted has paid, however it ends.
    private static let longRun = 64

    /// Knows nothing.
    package init() {}

    /// How many rounds that drafted have been counted.
    package var draftingRounds: Int { drafting.rounds }

    /// How many rounds of the root alone have been counted.
    package var plainRounds: Int { plain.rounds }

    /// Tokens per second of rounds that drafted, over those of plain ones; nil until both have been counted.
    package var speedUp: Double? {
        guard let draftingSecondsPerToken, let plainSeconds = plain.secondsPerToken, draftingSecondsPerToken > 0 else {
            return nil
        }
        return plainSeconds / draftingSecondsPerToken
    }

    /// Seconds of each token of rounds that drafted; nil until one has been counted.
    package var draftingSecondsPerToken: Double? { drafting.secondsPerToken }

    /// Hears that a prompt has been read and the rounds of a sequence begin.
    package mutating func beginSequence() {
        roundsToSettle = sequenceRounds < Self.leastRoundsToSettle ? 0 : Self.sequenceSettlingRounds
        sequenceRounds = 0
    }

    /// Counts a round.
    ///
    /// - Parameters:
    ///   - drafted: Whether it was a round that drafted.
    ///   - emitted: The tokens that it emitted.
    ///   - seconds: What it took.
    ///   - reading: What of it the draft took to read the sequence's prompt: part of what drafting costs, also in rounds
    ///     that do not count otherwise.
    package mutating func note(drafted: Bool, emitted: Int, seconds: Double, reading: Double = 0) {
        if drafted != isDrafting { beginRun() }
        runLength += 1
        sequenceRounds += 1
        if drafted && runLength >= Self.longRun { lostRuns = 0 }
        guard sequenceRounds > roundsToSettle else {
            drafting.add(seconds: reading)
            return
        }
        if drafted {
            guard runLength > Self.draftSettlingRounds || plain.rounds == 0 else { return }
            drafting.note(tokens: emitted, seconds: seconds)
        } else if runLength > RoundCosts.settlingPasses || drafting.rounds == 0 {
            let before = plain.secondsPerToken
            plain.note(tokens: emitted, seconds: seconds)
            if runLength > Self.comparedRounds, let before, before > 0, let now = plain.secondsPerToken {
                drafting.slow(by: now / before)
            }
        }
    }

    /// Begins a run of the other kind, and ages what is known of it.
    private mutating func beginRun() {
        if isDrafting {
            if let speedUp, speedUp < 1 { lostRuns += 1 }
            plain.age(by: runLength)
        } else {
            let isWon = (speedUp ?? 0) >= 1 && runLength <= Self.comparedRounds
            wonTrials = isWon ? wonTrials + 1 : 0
            drafting.age(by: runLength)
        }
        isDrafting.toggle()
        runLength = 0
    }
}

/// Whether drafting has paid lately: the tokens per second of rounds that drafted and of rounds of the root alone.
///
/// Both kinds of rounds come in runs, and what one kind leaves in the processor's caches slows the first rounds of the
/// other: weights that fit a cache are read several times faster when nothing else was read in between. A draft that was
/// not asked for long also reads all that it has missed. So the first rounds of a run after the other kind do not count:
/// decoding of one kind alone would not know them either.
public struct DraftingPace: Sendable, Equatable {
    /// Tokens and seconds of one kind of rounds, older rounds weighing less.
    private struct Tally: Sendable, Equatable {
        var tokens = 0.0
        var seconds = 0.0
        var rounds = 0

        mutating func note(tokens: Int, seconds: Double, memory: Double) {
            self.tokens = self.tokens * memory + Double(tokens)
            self.seconds = self.seconds * memory + seconds
            rounds += 1
        }
    }

    /// How many plain rounds it takes until the caches hold what plain decoding leaves there.
    public static let settlingRounds = 12

    /// How many rounds that draft it takes until the draft has read what it missed, and caches hold what both read.
    public static let draftSettlingRounds = 3

    /// How much of the past a round leaves: some fifty rounds are remembered.
    private static let memory = 0.98

    private var drafting = Tally()
    private var plain = Tally()

    /// Whether the latest round drafted.
    public private(set) var isDrafting = false

    /// How many rounds of the latest kind have followed each other, over all sequences.
    public private(set) var runLength = 0

    /// How many runs of drafting in a row have ended with drafting slower than plain rounds.
    public private(set) var lostRuns = 0

    /// A run of so many rounds that drafted has paid, however it ends.
    private static let longRun = 64

    /// Knows nothing.
    public init() {}

    /// How many rounds that drafted have been counted.
    public var draftingRounds: Int { drafting.rounds }

    /// How many rounds of the root alone have been counted.
    public var plainRounds: Int { plain.rounds }

    /// Tokens per second of rounds that drafted, over those of plain ones; nil until both have been counted.
    public var speedUp: Double? {
        guard drafting.tokens > 0, plain.tokens > 0, drafting.seconds > 0 else { return nil }
        return drafting.tokens * plain.seconds / (drafting.seconds * plain.tokens)
    }

    /// Seconds of each token of rounds that drafted; nil until one has been counted.
    public var draftingSecondsPerToken: Double? {
        drafting.tokens > 0 ? drafting.seconds / drafting.tokens : nil
    }

    /// Counts a round.
    ///
    /// - Parameters:
    ///   - drafted: Whether the draft was asked.
    ///   - emitted: The tokens that it emitted.
    ///   - seconds: What it took.
    public mutating func note(drafted: Bool, emitted: Int, seconds: Double) {
        if isDrafting && !drafted, let speedUp, speedUp < 1 { lostRuns += 1 }
        runLength = drafted == isDrafting ? runLength + 1 : 1
        isDrafting = drafted
        if drafted && runLength >= Self.longRun { lostRuns = 0 }
        if drafted {
            guard runLength > Self.draftSettlingRounds || plain.rounds == 0 else { return }
            drafting.note(tokens: emitted, seconds: seconds, memory: Self.memory)
        } else if runLength > Self.settlingRounds || drafting.rounds == 0 {
            plain.note(tokens: emitted, seconds: seconds, memory: Self.memory)
        }
    }
}

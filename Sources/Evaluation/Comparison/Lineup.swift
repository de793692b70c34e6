import Decoding
import Speculation

/// The strategies of a comparison, each with the plain decoding it is measured against.
struct Lineup: Sendable {
    /// One strategy and the place of its baseline in the line-up, which is its own for a baseline.
    struct Contestant: Sendable {
        let entry: ComparisonEntry
        let baseline: Int
    }

    /// Baselines that nobody listed, then the strategies in the order given.
    let contestants: [Contestant]

    /// Finds or adds a baseline for all rules that strategies decode by.
    ///
    /// A plain strategy that was listed is the baseline of its rules and is not run twice.
    init(
        entries: [ComparisonEntry], addingPlain plainEntry: (DecodingRules) throws -> ComparisonEntry
    ) throws {
        guard !entries.isEmpty else { throw ComparisonError.noStrategies }
        var added: [ComparisonEntry] = []
        for entry in entries {
            let isServed = (entries + added).contains {
                $0.isPlain && $0.rules.effective == entry.rules.effective
            }
            if !isServed { added.append(try plainEntry(entry.rules.effective)) }
        }
        let all = added + entries
        var names: Set<String> = []
        for entry in all where !names.insert(entry.name).inserted {
            throw ComparisonError.duplicateName(entry.name)
        }
        contestants = all.enumerated().map { place, entry in
            let baseline = all.firstIndex { $0.isPlain && $0.rules.effective == entry.rules.effective }
            return Contestant(entry: entry, baseline: baseline ?? place)
        }
    }

    /// The places in the order in which a prompt is decoded: a rotation, so that none is always first.
    func order(forPrompt index: Int) -> [Int] {
        contestants.indices.map { ($0 + index) % contestants.count }
    }

    /// Whether a strategy's tokens must be those of its baseline.
    func mustMatchBaseline(_ place: Int) -> Bool {
        let entry = contestants[place].entry
        return entry.rules.sampling.isGreedy && entry.guarantee != .lossy
    }
}

private import Foundation

/// How often what followed a match follows again: by the match's length, and by whether its occurrences agree.
///
/// A run of twenty tokens that stood there before is nearly always continued as it was, a single token seldom. Each kind of
/// match begins at what was counted on real answers, and is drawn towards what this sequence shows: after each round the
/// continuations that were on offer are compared with the tokens that came, drafted or not.
struct MatchReliability {
    /// Whether the occurrences of a match agree on what comes next.
    enum Agreement: Int, CaseIterable {
        /// There is one occurrence.
        case sole

        /// There are several, and all were continued alike.
        case unanimous

        /// There are several, and some were continued otherwise.
        case split

        /// Another continuation is preferred, and was wrong.
        case later
    }

    /// The length of a match from which on it is believed no more than before.
    static let longestLength = 20

    /// The shortest length of each class.
    private static let lengths = [1, 2, 3, 4, 5, 8, 12, longestLength]

    /// What was counted, by agreement and class of length: 60 answers of Qwen2.5-Coder-1.5B, a third each to prompts of
    /// HumanEval, GSM8K and MT-Bench; classes of few trials are levelled with their neighbours.
    private static let priors: [[Double]] = [
        [0.34, 0.52, 0.65, 0.68, 0.77, 0.78, 0.90, 0.98],
        [0.50, 0.70, 0.70, 0.80, 0.85, 0.85, 0.92, 0.98],
        [0.18, 0.20, 0.20, 0.20, 0.20, 0.25, 0.40, 0.60],
        [0.15, 0.22, 0.25, 0.33, 0.33, 0.30, 0.30, 0.30],
    ]

    /// How many trials a prior counts for.
    private static let weight = 8.0

    /// How many trials are remembered before half of them are forgotten.
    private static let memory = 64.0

    private var trials = [Double](repeating: 0, count: lengths.count * Agreement.allCases.count)
    private var hits = [Double](repeating: 0, count: lengths.count * Agreement.allCases.count)

    /// The chance that a continuation of a match is right, given that those preferred to it are wrong.
    func chance(length: Int, _ agreement: Agreement) -> Double {
        let (column, place) = Self.places(length, agreement)
        let prior = Self.priors[agreement.rawValue][column]
        return (hits[place] + Self.weight * prior) / (trials[place] + Self.weight)
    }

    /// Counts a continuation that was on offer when those preferred to it were wrong.
    mutating func note(length: Int, _ agreement: Agreement, wasRight: Bool) {
        let (_, place) = Self.places(length, agreement)
        if trials[place] >= Self.memory {
            trials[place] /= 2
            hits[place] /= 2
        }
        trials[place] += 1
        if wasRight { hits[place] += 1 }
    }

    private static func places(_ length: Int, _ agreement: Agreement) -> (column: Int, place: Int) {
        var column = lengths.count - 1
        while column > 0 && lengths[column] > length { column -= 1 }
        return (column, agreement.rawValue * lengths.count + column)
    }
}

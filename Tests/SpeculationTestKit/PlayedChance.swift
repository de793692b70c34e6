public import Speculation

/// A chance that plays every outcome of events and indices in turn: laws come out exactly, whatever the probabilities.
public struct PlayedChance: Chance {
    /// What was decided, in order: the possible outcomes' weights, which of them was taken.
    private var decisions: [(weights: [Double], taken: Int)] = []

    /// How many decisions of this run have been made.
    private var made = 0

    /// The probability of this run.
    public private(set) var probability = 1.0

    /// Whether a number was asked for, of which not every outcome can be played.
    public private(set) var askedForNumbers = false

    /// The law of what chance decides.
    ///
    /// - Parameter outcome: What becomes of decisions; a function of them alone.
    /// - Returns: Outcomes with their probabilities; nil if it asks for numbers, whose outcomes cannot all be played.
    /// - Throws: What `outcome` throws.
    public static func law<Outcome: Hashable>(
        of outcome: (inout PlayedChance) throws -> Outcome
    ) rethrows -> [Outcome: Double]? {
        var law: [Outcome: Double] = [:]
        let isWhole = try forEach(outcome) { law[$0, default: 0] += $1 }
        return isWhole ? law : nil
    }

    /// Runs once for every outcome of chance that has a probability.
    ///
    /// - Parameters:
    ///   - run: Decides by chance.
    ///   - visit: Sees what a run returned, and its probability.
    /// - Returns: Whether that was all: no run asked for numbers.
    /// - Throws: What the run throws.
    @discardableResult
    public static func forEach<Outcome>(
        _ run: (inout PlayedChance) throws -> Outcome, visit: (Outcome, Double) throws -> Void
    ) rethrows -> Bool {
        var chance = PlayedChance()
        repeat {
            chance.made = 0
            chance.probability = 1
            let outcome = try run(&chance)
            if chance.askedForNumbers { return false }
            try visit(outcome, chance.probability)
        } while chance.moveOn()
        return true
    }

    /// In the middle; what depends on it is not enumerated.
    public mutating func uniform() -> Double {
        askedForNumbers = true
        return 0.5
    }

    /// Both outcomes are played.
    public mutating func happens(with probability: Double) -> Bool {
        let certain = min(max(probability, 0), 1)
        return index(weightedBy: [certain, 1 - certain]) == 0
    }

    /// All outcomes of positive weight are played.
    public mutating func index(weightedBy weights: [Double]) -> Int {
        if made == decisions.count {
            let first = weights.firstIndex { $0 > 0 } ?? 0
            decisions.append((weights, first))
        }
        let decision = decisions[made]
        precondition(decision.weights == weights, "the same decisions led to another question")
        made += 1
        probability *= weights[decision.taken] / weights.reduce(0, +)
        return decision.taken
    }

    /// Turns to the next outcome; false after the last.
    private mutating func moveOn() -> Bool {
        while let (weights, taken) = decisions.popLast() {
            if let next = weights.indices.first(where: { $0 > taken && weights[$0] > 0 }) {
                decisions.append((weights, next))
                return true
            }
        }
        return false
    }
}

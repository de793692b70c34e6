public import Speculation

/// The exact law of what up to three draws decide, whatever the probabilities.
///
/// The range of each draw is cut where the outcome changes, and the cuts are found by halving; within a piece the next draw
/// is cut in turn. A rule that uses each draw for one choice among a few, such as a token from the target, is enumerated
/// exactly, up to the width at which halving ends.
public struct EnumeratedDraws: Sendable {
    /// Cuts are found this exactly.
    public var precision = 0x1p-26

    /// Choices narrower than one such part of a draw's range may be overlooked where both their neighbours are the same.
    public var parts = 8

    /// How many draws count, at most three; later ones are the same in every run.
    public var draws: Int

    /// Sets up an enumeration.
    ///
    /// - Parameter draws: How many draws count, at most three.
    public init(draws: Int) { self.draws = draws }

    /// The probability of every outcome.
    ///
    /// - Parameter outcome: What becomes of a generator's draws; a function of them alone.
    /// - Returns: Outcomes with their probabilities.
    /// - Throws: What `outcome` throws.
    public func law<Outcome: Hashable>(of outcome: (SeededRandom) throws -> Outcome) rethrows -> [Outcome: Double] {
        var law: [Outcome: Double] = [:]
        try add(to: &law, mass: 1, draws: [], outcome)
        return law
    }

    /// Where later draws stand while an earlier one is cut: no simple fraction, so that it is hardly ever on a border.
    private static let middle = 0.381966

    private func add<Outcome: Hashable>(
        to law: inout [Outcome: Double], mass: Double, draws given: [Double],
        _ outcome: (SeededRandom) throws -> Outcome
    ) rethrows {
        guard given.count < draws else {
            law[try run(given, outcome), default: 0] += mass
            return
        }
        var start = 0.0
        let edges = (0...parts).map { Double($0) / Double(parts) }
        var known = try run(given + [0], outcome)
        for edge in edges.dropFirst() {
            let end = min(edge, 1 - 0x1p-53)
            var low = start
            let last = try run(given + [end], outcome)
            // Each change between the edges, from left to right.
            while known != last {
                let cut = try firstChange(from: low, to: end, given, known, outcome)
                try add(to: &law, mass: mass * (cut - start), draws: given + [(start + cut) / 2], outcome)
                start = cut
                low = cut
                known = try run(given + [cut], outcome)
            }
        }
        try add(to: &law, mass: mass * (1 - start), draws: given + [(start + 1) / 2], outcome)
    }

    /// Where the outcome is first another one, given that it is another one at the end.
    private func firstChange<Outcome: Hashable>(
        from low: Double, to high: Double, _ given: [Double], _ known: Outcome,
        _ outcome: (SeededRandom) throws -> Outcome
    ) rethrows -> Double {
        var (low, high) = (low, high)
        while high - low > precision {
            let middle = (low + high) / 2
            if try run(given + [middle], outcome) == known { low = middle } else { high = middle }
        }
        return high
    }

    private func run<Outcome: Hashable>(
        _ given: [Double], _ outcome: (SeededRandom) throws -> Outcome
    ) rethrows -> Outcome {
        let all = given + [Double](repeating: Self.middle, count: 3 - given.count)
        return try outcome(SeededRandom(drawing: (all[0], all[1], all[2])))
    }
}

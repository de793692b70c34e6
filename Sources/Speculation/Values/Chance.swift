/// A source of chance that rules ask: a seeded generator, or one that plays every outcome in turn and so finds exact laws.
///
/// A rule that asks for events and for indices alone can be enumerated, whatever the probabilities; one that asks for numbers
/// can only be tried many times.
public protocol Chance {
    /// A number in [0, 1).
    mutating func uniform() -> Double

    /// Whether an event takes place.
    ///
    /// - Parameter probability: Of the event; 0 or less is never, 1 or more always.
    /// - Returns: Whether it does.
    mutating func happens(with probability: Double) -> Bool

    /// An index drawn with the given probabilities.
    ///
    /// - Parameter weights: Not negative, with a positive sum; they need not sum to 1.
    /// - Returns: An index of positive weight, even where rounding leaves a rest.
    mutating func index(weightedBy weights: [Double]) -> Int
}

extension Chance {
    /// One number decides.
    public mutating func happens(with probability: Double) -> Bool { uniform() < probability }

    /// One number decides.
    public mutating func index(weightedBy weights: [Double]) -> Int {
        var rest = uniform() * weights.reduce(0, +)
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            if rest < weight { return index }
            rest -= weight
            last = index
        }
        return last
    }
}

public import Speculation

/// Seeds whose first draws fall once into every cell of a grid: all outcomes of chance, each exactly once.
///
/// Cut [0, 1) into equal cells. A rule whose decisions change at multiples of one cell only, such as drawing from a
/// ``ScriptedLaw/lattice(weights:seed:memory:)``, behaves alike anywhere in a cell; so running it once for each
/// combination of cells enumerates its law exactly, through its public interface and the real generator.
public struct StratifiedSeeds: Sendable {
    /// One generator for each combination of cells.
    public let generators: [SeededRandom]

    /// The probability of each of them.
    public var probability: Double { 1 / Double(generators.count) }

    /// Searches seeds from 0 upwards until every combination of cells has one.
    ///
    /// - Parameters:
    ///   - cells: How many equal parts [0, 1) is cut into.
    ///   - draws: How many draws the rule makes at most.
    /// - Complexity: O(n · log n) seeds for n = `cells` to the power of `draws`.
    public init(cells: Int, draws: Int) {
        let count = (0..<draws).reduce(1) { product, _ in product * cells }
        var found = [SeededRandom?](repeating: nil, count: count)
        var missing = count
        var seed: UInt64 = 0
        while missing > 0 {
            let generator = SeededRandom(seed: seed)
            var random = generator
            var combination = 0
            for _ in 0..<draws { combination = combination * cells + Int(random.uniform() * Double(cells)) }
            if found[combination] == nil {
                found[combination] = generator
                missing -= 1
            }
            seed += 1
        }
        generators = found.compactMap { $0 }
    }
}

import Foundation

/// YaRN (arXiv 2309.00071): pairs that turn often within the trained context keep their frequency, those that turn less than
/// once are slowed down by a factor, and those between are blended.
public struct YarnScaling: Sendable, Hashable {
    /// By how much the slow pairs are slowed down.
    public var factor: Double

    /// The trained context, in tokens.
    public var originalContext: Int

    /// Pairs that turn more often than this within the trained context keep their frequency.
    public var mostTurns: Double

    /// Pairs that turn less often than this are slowed down entirely.
    public var fewestTurns: Double

    /// Whether the bounds between which pairs are blended are whole pairs.
    public var roundsBounds: Bool

    /// Multiplies cosines and sines.
    public var magnitude: Double

    /// States a scaling.
    ///
    /// - Parameters:
    ///   - factor: By how much the slow pairs are slowed down.
    ///   - originalContext: The trained context, in tokens.
    ///   - mostTurns: What pairs that keep their frequency turn more often than.
    ///   - fewestTurns: What pairs that are slowed down entirely turn less often than.
    ///   - roundsBounds: Whether the bounds of the blend are whole pairs.
    ///   - magnitude: Multiplies cosines and sines; the paper's 1 + ln(factor) / 10 unless given.
    public init(
        factor: Double, originalContext: Int, mostTurns: Double = 32, fewestTurns: Double = 1,
        roundsBounds: Bool = true, magnitude: Double? = nil
    ) {
        self.factor = factor
        self.originalContext = originalContext
        self.mostTurns = mostTurns
        self.fewestTurns = fewestTurns
        self.roundsBounds = roundsBounds
        self.magnitude = magnitude ?? Self.magnitude(of: factor)
    }

    /// What multiplies cosines and sines where a text is so many times longer.
    static func magnitude(of factor: Double, times weight: Double = 1) -> Double {
        factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1
    }

    /// The frequencies of pairs.
    ///
    /// - Parameters:
    ///   - plain: Their frequencies within the trained context.
    ///   - theta: The base of these, more than 1.
    /// - Returns: Their frequencies now.
    func stretching(_ plain: [Float], theta: Double) -> [Float] {
        let columns = Double(2 * plain.count)
        func place(turning turns: Double) -> Double {
            columns * log(Double(originalContext) / (turns * 2 * .pi)) / (2 * log(theta))
        }
        var (low, high) = (place(turning: mostTurns), place(turning: fewestTurns))
        if roundsBounds { (low, high) = (low.rounded(.down), high.rounded(.up)) }
        (low, high) = (max(low, 0), min(high, columns - 1))
        if low == high { high += 0.001 }
        return plain.enumerated().map { pair, frequency in
            let slowed = Float(min(max((Double(pair) - low) / (high - low), 0), 1))
            return frequency / Float(factor) * slowed + frequency * (1 - slowed)
        }
    }
}

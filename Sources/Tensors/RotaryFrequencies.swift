import Foundation

/// How fast the pairs of a head's columns turn from one position to the next, as far as it does not depend on what is turned.
public struct RotaryFrequencies: Sendable, Hashable {
    /// Radians per position for each pair, `[rotated columns / 2]`; those of short sequences where there is a stretch.
    public let radians: [Float]

    /// Multiplies cosines and sines, and so, squared, the products of queries and keys; 1 unless an extended context asks
    /// for more.
    public let magnitude: Float

    /// How tokens beyond the trained context turn more slowly.
    public let stretch: DynamicStretch?

    /// States frequencies.
    ///
    /// - Parameters:
    ///   - radians: Radians per position for each pair.
    ///   - magnitude: Multiplies cosines and sines.
    ///   - stretch: How tokens beyond the trained context turn more slowly.
    public init(_ radians: [Float], magnitude: Float = 1, stretch: DynamicStretch? = nil) {
        self.radians = radians
        self.magnitude = magnitude
        self.stretch = stretch
    }

    /// The frequencies of the token at a position.
    ///
    /// - Parameter position: 0 or more.
    /// - Returns: Radians per position for each pair.
    public func radians(at position: Int) -> [Float] {
        guard let stretch, position >= stretch.context else { return radians }
        return stretch.radians(pairs: radians.count, length: position + 1)
    }
}

/// A base that grows with the sequence ("dynamic NTK"): b · (f · n / c - (f - 1)) ^ (d / (d - 2)) for n tokens of a model trained
/// with c, heads of which d columns are rotated, and a factor f.
///
/// The token at position p turns as in a sequence of p + 1 tokens, whatever is read or scored with it: that is what decoding
/// token by token gives elsewhere too. Others rotate a prompt that is read at once as a sequence of its whole length, so that
/// their numbers depend on how a text was cut into passes.
public struct DynamicStretch: Sendable, Hashable {
    /// The base of short sequences.
    public let base: Double

    /// By how much the context grows.
    public let factor: Double

    /// The trained context, in tokens.
    public let context: Int

    /// States a stretch.
    ///
    /// - Parameters:
    ///   - base: The base of short sequences.
    ///   - factor: By how much the context grows, at least 1.
    ///   - context: The trained context, in tokens.
    public init(base: Double, factor: Double, context: Int) {
        self.base = base
        self.factor = factor
        self.context = context
    }

    func radians(pairs: Int, length: Int) -> [Float] {
        let columns = Double(2 * pairs)
        let growth = factor * Double(length) / Double(context) - (factor - 1)
        let base = base * pow(growth, columns / (columns - 2))
        return (0..<pairs).map { 1 / Float(pow(base, Double(2 * $0) / columns)) }
    }
}

import Foundation

/// How fast the pairs of a head's columns turn from one position to the next, as far as it does not depend on what is turned.
public struct RotaryFrequencies: Sendable, Hashable {
    /// Radians per position for each pair, `[rotated columns / 2]`; those of short texts where long ones turn otherwise.
    public let radians: [Float]

    /// Multiplies cosines and sines, and so, squared, the products of queries and keys; 1 unless an extended context asks
    /// for more.
    public let magnitude: Float

    /// How tokens beyond the trained context turn more slowly.
    public let stretch: DynamicStretch?

    /// How all tokens of a long text turn.
    public let longTexts: LongTexts?

    /// States frequencies.
    ///
    /// - Parameters:
    ///   - radians: Radians per position for each pair.
    ///   - magnitude: Multiplies cosines and sines.
    ///   - stretch: How tokens beyond the trained context turn more slowly.
    ///   - longTexts: How all tokens of a long text turn.
    public init(
        _ radians: [Float], magnitude: Float = 1, stretch: DynamicStretch? = nil, longTexts: LongTexts? = nil
    ) {
        self.radians = radians
        self.magnitude = magnitude
        self.stretch = stretch
        self.longTexts = longTexts
    }

    /// The longest beginning of a text, read at once, that turns as any shorter one; nil where all do.
    var shortText: Int? { stretch?.context ?? longTexts?.context }

    /// The frequencies of the token at a position.
    ///
    /// - Parameters:
    ///   - position: 0 or more.
    ///   - beginning: How many tokens its text began with that were read at once; 0 where that is not known.
    /// - Returns: Radians per position for each pair.
    public func radians(at position: Int, ofTextBegunWith beginning: Int = 0) -> [Float] {
        if let longTexts, beginning > longTexts.context { return longTexts.radians }
        let length = max(beginning, position + 1)
        guard let stretch, length > stretch.context else { return radians }
        return stretch.radians(pairs: radians.count, length: length)
    }
}

/// Frequencies of their own for texts that begin beyond the trained context (LongRoPE, arXiv 2402.13753).
public struct LongTexts: Sendable, Hashable {
    /// Radians per position for each pair.
    public let radians: [Float]

    /// The trained context, in tokens.
    public let context: Int

    /// States frequencies.
    ///
    /// - Parameters:
    ///   - radians: Radians per position for each pair.
    ///   - context: The trained context, in tokens.
    public init(_ radians: [Float], beyond context: Int) {
        self.radians = radians
        self.context = context
    }
}

/// A base that grows with the sequence ("dynamic NTK"): b · (f · n / c - (f - 1)) ^ (d / (d - 2)) for n tokens of a model trained
/// with c, heads of which d columns are rotated, and a factor f.
///
/// A text's beginning that is read at once turns as a sequence of its whole length, and each later token, at position p, as in
/// one of p + 1 tokens: what transformers computes that reads a prompt and then decodes token by token. Keys stay as they were.
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

import Foundation
public import Tensors

/// How positions rotate queries and keys, with the context extensions that published models use.
///
/// A further kind is a case of ``Scaling``, its reading in `RopeParameters+Reading.swift`, and its frequencies in
/// ``rotation(width:)``.
public struct RopeParameters: Sendable, Hashable {
    /// How frequencies are stretched beyond the trained context.
    public enum Scaling: Sendable, Hashable {
        /// Not at all.
        case none

        /// All frequencies divided by a factor.
        case linear(factor: Double)

        /// Llama 3.1: long wavelengths divided by a factor, short ones kept, those between interpolated.
        case llama3(factor: Double, lowFrequency: Double, highFrequency: Double, originalContext: Double)

        /// A base that grows with the text beyond the trained context: ``/Tensors/DynamicStretch`` says how.
        case dynamic(factor: Double, originalContext: Int)

        /// Long wavelengths divided by a factor, short ones kept, blended by their place (arXiv 2309.00071).
        case yarn(YarnScaling)

        /// A divisor for each pair (LongRoPE, arXiv 2402.13753), and what multiplies cosines and sines.
        case longrope(LongropeScaling)
    }

    /// The base of the frequencies' geometric sequence.
    public var theta: Double

    /// How frequencies are stretched.
    public var scaling: Scaling

    /// Which share of a head's columns is rotated, the first ones.
    public var rotatedShare: Double

    /// States parameters.
    ///
    /// - Parameters:
    ///   - theta: The base of the frequencies' geometric sequence.
    ///   - scaling: How frequencies are stretched.
    ///   - rotatedShare: Which share of a head's columns is rotated, above 0 and at most 1.
    public init(theta: Double, scaling: Scaling, rotatedShare: Double = 1) {
        self.theta = theta
        self.scaling = scaling
        self.rotatedShare = rotatedShare
    }

    /// The parameters of a draft head beside a model with these: themselves where heads know such a rotation, which are
    /// whole ones of a fixed base; else a rotation of the same base without extension.
    public var plain: RopeParameters {
        switch scaling {
        case .none, .linear, .llama3, .yarn: RopeParameters(theta: theta, scaling: scaling)
        case .dynamic, .longrope: RopeParameters(theta: theta, scaling: .none)
        }
    }

    /// How many of a head's columns are rotated.
    func rotatedColumns(of width: Int) -> Int { Int(Double(width) * rotatedShare) }

    /// The largest number of tokens of a sequence.
    ///
    /// - Parameter trained: `max_position_embeddings`, which is the trained context where the base grows with the position,
    ///   and the extended one elsewhere.
    /// - Returns: What it is extended to.
    func contextLimit(trained: Int) -> Int {
        guard case .dynamic(let factor, let context) = scaling else { return trained }
        return Int(min(Double(context) * max(factor, 1), Double(Int32.max)))
    }

    /// The most tokens that a sequence may come to have which began with no more of them; nil where there is no such limit.
    var shortTextLimit: Int? {
        if case .longrope(let longrope) = scaling, longrope.long != nil { longrope.originalContext } else { nil }
    }

    /// The trained context, where a text that begins with more tokens turns otherwise; nil where none does.
    var trainedContext: Int? {
        switch scaling {
        case .dynamic(_, let context): context
        case .longrope(let longrope): longrope.long == nil ? nil : longrope.originalContext
        default: nil
        }
    }

    /// Radians per position for each pair of a head, `[rotated columns / 2]`, of a text no longer than the trained context.
    ///
    /// - Parameter width: The width of a head, even.
    /// - Returns: Frequencies in single precision, as the reference implementations hold them.
    public func frequencies(width: Int) -> [Float] { rotation(width: width).radians }

    /// How the pairs of a head turn.
    ///
    /// - Parameter width: The width of a head, even.
    /// - Returns: Frequencies in single precision, as the reference implementations hold them.
    public func rotation(width: Int) -> RotaryFrequencies {
        let columns = rotatedColumns(of: width)
        let plain = (0..<columns / 2).map { Float(1) / Float(pow(theta, Double(2 * $0) / Double(columns))) }
        switch scaling {
        case .none: return RotaryFrequencies(plain)
        case .linear(let factor): return RotaryFrequencies(plain.map { $0 / Float(factor) })
        case .llama3(let factor, let low, let high, let context):
            return RotaryFrequencies(
                plain.map { Self.llama3($0, factor: factor, low: low, high: high, context: context) })
        case .dynamic(let factor, let context):
            return RotaryFrequencies(
                plain, stretch: DynamicStretch(base: theta, factor: factor, context: context))
        case .yarn(let yarn):
            return RotaryFrequencies(yarn.stretching(plain, theta: theta), magnitude: Float(yarn.magnitude))
        case .longrope(let longrope): return longrope.dividing(plain)
        }
    }

    private static func llama3(
        _ frequency: Float, factor: Double, low: Double, high: Double, context: Double
    ) -> Float {
        let wavelength = 2 * Double.pi / Double(frequency)
        if wavelength < context / high { return frequency }
        if wavelength > context / low { return Float(Double(frequency) / factor) }
        let blend = (context / wavelength - low) / (high - low)
        return Float((1 - blend) * Double(frequency) / factor + blend * Double(frequency))
    }
}

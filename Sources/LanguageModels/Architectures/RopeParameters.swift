import Foundation

/// How positions rotate queries and keys, with the context extensions that published models use.
public struct RopeParameters: Sendable, Hashable {
    /// How frequencies are stretched beyond the trained context.
    public enum Scaling: Sendable, Hashable {
        /// Not at all.
        case none

        /// All frequencies divided by a factor.
        case linear(factor: Double)

        /// Llama 3.1: long wavelengths divided by a factor, short ones kept, those between interpolated.
        case llama3(factor: Double, lowFrequency: Double, highFrequency: Double, originalContext: Double)
    }

    /// The base of the frequencies' geometric sequence.
    public var theta: Double

    /// How frequencies are stretched.
    public var scaling: Scaling

    /// States parameters.
    ///
    /// - Parameters:
    ///   - theta: The base of the frequencies' geometric sequence.
    ///   - scaling: How frequencies are stretched.
    public init(theta: Double, scaling: Scaling) {
        self.theta = theta
        self.scaling = scaling
    }

    /// Reads `rope_parameters`, or the legacy pair `rope_theta` and `rope_scaling`; the base is 10,000 unless stated.
    ///
    /// - Parameter reader: A model's configuration.
    /// - Throws: ``ModelError`` for a scaling that is not supported or lacks a value.
    public init(_ reader: ConfigurationReader) throws {
        let modern = try reader.section("rope_parameters")
        let section = try modern ?? reader.section("rope_scaling")
        let base = modern?.has("rope_theta") == true ? modern : reader
        theta = try base?.number("rope_theta", default: 10_000) ?? 10_000
        for holder in [section, reader].compactMap({ $0 })
        where try holder.number("partial_rotary_factor", default: 1) != 1 {
            throw reader.error("partial_rotary_factor is not supported: heads are rotated as a whole")
        }
        guard let section else {
            scaling = .none
            return
        }
        let type = try section.optionalText("rope_type") ?? section.optionalText("type") ?? "default"
        switch type {
        case "default":
            scaling = .none
        case "linear":
            scaling = .linear(factor: try section.number("factor", default: nil))
        case "llama3":
            let low = try section.number("low_freq_factor", default: nil)
            let high = try section.number("high_freq_factor", default: nil)
            guard low < high else {
                throw reader.error("low_freq_factor \(low) must be less than high_freq_factor \(high)")
            }
            scaling = .llama3(
                factor: try section.number("factor", default: nil), lowFrequency: low, highFrequency: high,
                originalContext: try section.number("original_max_position_embeddings", default: nil))
        default:
            throw reader.error("rope type '\(type)' is not supported (supported: default, linear, llama3)")
        }
    }

    /// Radians per position for each pair of a head, `[width / 2]`.
    ///
    /// - Parameter width: The width of a head, even.
    /// - Returns: Frequencies in single precision, as the reference implementations hold them.
    public func frequencies(width: Int) -> [Float] {
        (0..<width / 2).map { pair in
            let frequency = Float(1) / Float(pow(theta, Double(2 * pair) / Double(width)))
            switch scaling {
            case .none: return frequency
            case .linear(let factor): return frequency / Float(factor)
            case .llama3(let factor, let low, let high, let context):
                let wavelength = 2 * Double.pi / Double(frequency)
                if wavelength < context / high { return frequency }
                if wavelength > context / low { return Float(Double(frequency) / factor) }
                let blend = (context / wavelength - low) / (high - low)
                return Float((1 - blend) * Double(frequency) / factor + blend * Double(frequency))
            }
        }
    }
}

import Foundation

extension RopeParameters {
    /// Reads `rope_parameters`, or the legacy pair `rope_theta` and `rope_scaling`.
    ///
    /// - Parameters:
    ///   - reader: A model's configuration.
    ///   - headWidth: The width of a head, even.
    ///   - kind: Of which layers, where the file tells kinds apart.
    ///   - theta: The base unless stated.
    ///   - synonyms: Names of types that mean others in a family's files.
    ///   - originalContext: The trained context unless stated; the context unless given.
    /// - Throws: ``ModelError`` for a scaling that is not supported, lacks a value, or does not fit the heads.
    public init(
        _ reader: ConfigurationReader, headWidth: Int, of kind: LayerKind = .full, defaultTheta theta: Double = 10_000,
        renaming synonyms: [String: String] = [:], originalContext: Int? = nil
    ) throws {
        var modern = try reader.section("rope_parameters")
        if let nested = try modern?.section(kind.rawValue) { modern = nested }
        let section = try modern ?? reader.section("rope_scaling")
        let base = modern?.has("rope_theta") == true ? modern : reader
        let share = try [section, reader].compactMap { $0 }.first { $0.has("partial_rotary_factor") }?
            .number("partial_rotary_factor", default: 1)
        self.init(
            theta: try base?.number("rope_theta", default: theta) ?? theta, scaling: .none, rotatedShare: share ?? 1)
        try checkShare(of: headWidth, reader)
        guard let section else { return }
        let stated = try section.optionalText("rope_type") ?? section.optionalText("type") ?? "default"
        let context = try Self.originalContext(section, reader, fallback: originalContext)
        switch synonyms[stated] ?? stated {
        case "default": break
        case "linear": scaling = .linear(factor: try section.number("factor", default: nil))
        case "llama3": scaling = try Self.llama3(section)
        case "dynamic": scaling = try dynamic(section, reader, headWidth: headWidth)
        case "yarn": scaling = .yarn(try yarn(section, reader, originalContext: context))
        case "longrope": scaling = try longrope(section, reader, originalContext: context, headWidth: headWidth)
        default:
            throw reader.error(
                "rope type '\(stated)' is not supported (supported: default, linear, llama3, dynamic, yarn, longrope)")
        }
    }

    private func checkShare(of headWidth: Int, _ reader: ConfigurationReader) throws {
        guard rotatedShare <= 1 else {
            throw reader.error("partial_rotary_factor \(rotatedShare) exceeds 1")
        }
        let columns = rotatedColumns(of: headWidth)
        guard columns > 0, columns.isMultiple(of: 2) else {
            throw reader.error(
                "partial_rotary_factor \(rotatedShare) rotates \(columns) of a head's \(headWidth) columns, and RoPE "
                    + "rotates pairs")
        }
    }

    private static func context(_ reader: ConfigurationReader) throws -> Int {
        try reader.optionalSize("max_position_embeddings") ?? 2048
    }

    private static func originalContext(
        _ section: ConfigurationReader, _ reader: ConfigurationReader, fallback: Int?
    ) throws -> Int {
        let key = "original_max_position_embeddings"
        return try reader.optionalSize(key) ?? section.optionalSize(key) ?? fallback ?? context(reader)
    }

    private static func llama3(_ section: ConfigurationReader) throws -> Scaling {
        let low = try section.number("low_freq_factor", default: nil)
        let high = try section.number("high_freq_factor", default: nil)
        guard low < high else {
            throw section.error("low_freq_factor \(low) must be less than high_freq_factor \(high)")
        }
        return .llama3(
            factor: try section.number("factor", default: nil), lowFrequency: low, highFrequency: high,
            originalContext: try section.number("original_max_position_embeddings", default: nil))
    }

    private func dynamic(
        _ section: ConfigurationReader, _ reader: ConfigurationReader, headWidth: Int
    ) throws -> Scaling {
        let factor = try section.number("factor", default: nil)
        guard factor >= 1 else { throw reader.error("factor \(factor) of a dynamic rope must be at least 1") }
        guard rotatedColumns(of: headWidth) > 2 else {
            throw reader.error("a dynamic rope needs more than 2 rotated columns, and head_dim is \(headWidth)")
        }
        return .dynamic(factor: factor, originalContext: try Self.context(reader))
    }

    private func yarn(
        _ section: ConfigurationReader, _ reader: ConfigurationReader, originalContext: Int
    ) throws -> YarnScaling {
        guard theta > 1 else { throw reader.error("rope_theta \(theta) of a yarn rope must be more than 1") }
        let ratio = Double(try Self.context(reader)) / Double(originalContext)
        let factor = try section.number("factor", default: ratio)
        var magnitude = try section.has("attention_factor") ? section.number("attention_factor", default: nil) : nil
        // A weight of 0 is one that is not given.
        let weights = try ["mscale", "mscale_all_dim"].map { try section.numberOrZero($0) }
        if magnitude == nil, weights.allSatisfy({ $0 > 0 }) {
            magnitude =
                YarnScaling.magnitude(of: factor, times: weights[0])
                / YarnScaling.magnitude(of: factor, times: weights[1])
        }
        return YarnScaling(
            factor: factor, originalContext: originalContext,
            mostTurns: try section.number("beta_fast", default: 32),
            fewestTurns: try section.number("beta_slow", default: 1),
            roundsBounds: try section.flag("truncate", default: true), magnitude: magnitude)
    }

    private func longrope(
        _ section: ConfigurationReader, _ reader: ConfigurationReader, originalContext: Int, headWidth: Int
    ) throws -> Scaling {
        let pairs = rotatedColumns(of: headWidth) / 2
        let divisors = try ["short_factor", "long_factor"].map { key in
            let numbers = try section.numbers(key)
            guard numbers.count == pairs else {
                throw reader.error(
                    "\(key) has \(numbers.count) numbers, and \(pairs) pairs of a head's columns are rotated")
            }
            return numbers
        }
        let context = try Self.context(reader)
        let factor = try section.number("factor", default: Double(context) / Double(originalContext))
        var magnitude = 1.0
        if section.has("attention_factor") {
            magnitude = try section.number("attention_factor", default: nil)
        } else if factor > 1 {
            guard originalContext > 1 else {
                throw reader.error("original_max_position_embeddings of a longrope must be more than 1")
            }
            magnitude = (1 + log(factor) / log(Double(originalContext))).squareRoot()
        }
        return .longrope(
            LongropeScaling(
                short: divisors[0], long: context > originalContext ? divisors[1] : nil,
                originalContext: originalContext, magnitude: magnitude))
    }
}

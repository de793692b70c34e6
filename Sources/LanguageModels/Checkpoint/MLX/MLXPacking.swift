import JSON

/// How MLX packs weights: whole numbers of a few bits, w = s · q + b with a scale s and a bias b for each group of a row.
public struct MLXPacking: Sendable, Equatable {
    /// How many numbers share a scale.
    private let groupSize: Int

    /// The group sizes of layers that have one of their own, by name.
    private var exceptions: [String: Int] = [:]

    /// Reads `quantization` of `config.json`.
    ///
    /// - Parameters:
    ///   - reader: The section.
    ///   - value: The same, for the names in it.
    /// - Throws: ``ModelError`` for a mode or a width that is not read.
    init(_ reader: ConfigurationReader, _ value: JSONValue?) throws {
        groupSize = try Self.groupSize(reader)
        for member in value?.members ?? [] where member.value.members != nil {
            if let section = try reader.section(member.key) { exceptions[member.key] = try Self.groupSize(section) }
        }
    }

    /// What MLX's other modes are.
    private static let modes = [
        "mxfp4": "4-bit floating point with a power of two for each 32 numbers",
        "mxfp8": "8-bit floating point with a power of two for each 32 numbers",
        "nvfp4": "4-bit floating point with an 8-bit one for each 16 numbers",
    ]

    private static func groupSize(_ reader: ConfigurationReader) throws -> Int {
        let mode = try reader.optionalText("mode") ?? "affine"
        guard mode == "affine" else {
            let words = modes[mode].map { " (\($0))" } ?? ""
            throw reader.error(
                "MLX's quantization mode '\(mode)'\(words) is not read (read: affine, whole numbers with a scale and a bias): "
                    + "use a GGUF file of this model, or convert the unquantised one with mlx_lm.convert --q-mode affine"
            )
        }
        let (size, bits) = (try reader.size("group_size"), try reader.size("bits"))
        guard MLXMatrix.widths.contains(bits) else {
            throw reader.error("MLX's quantization to \(bits) bits is not read (read: \(MLXMatrix.widthsText))")
        }
        guard size.isMultiple(of: 32), size <= 1 << 16 else {
            throw reader.error("MLX's group_size \(size) is not read (read: 32, 64, 128)")
        }
        return size
    }

    /// How many numbers of a layer share a scale.
    ///
    /// - Parameter layer: The name of its tensors without `.weight`.
    /// - Returns: A multiple of 32.
    func groupSize(of layer: String) -> Int { exceptions[layer] ?? groupSize }
}

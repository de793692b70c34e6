public import Tensors

/// A number type of GGUF files (ggml's `ggml_type`) that is read.
public struct GGUFType: Sendable, Hashable {
    /// The type's number in files.
    public let code: UInt32

    /// How its numbers are stored.
    public let format: StorageFormat

    /// ggml's name of it, such as "Q4_K".
    public var name: String { format.name }

    /// How many numbers of a row form a block.
    public var blockNumbers: Int { format.blockNumbers }

    /// The size of a block in bytes.
    public var blockBytes: Int { format.blockBytes }

    /// The numbers that types have in files.
    private static let codes: [String: UInt32] = [
        "F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q5_0": 6, "Q5_1": 7, "Q8_0": 8, "Q2_K": 10, "Q3_K": 11, "Q4_K": 12,
        "Q5_K": 13, "Q6_K": 14, "IQ4_NL": 20, "IQ4_XS": 23, "BF16": 30, "MXFP4": 39,
    ]

    /// The types that are read.
    static let all: [GGUFType] = (StorageFormat.floats + StorageFormat.gguf).compactMap { format in
        codes[format.name].map { GGUFType(code: $0, format: format) }
    }

    /// Names of types that files may have and that are not read, for messages.
    private static let refused: [UInt32: String] = [
        9: "Q8_1", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S", 22: "IQ2_S",
        24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0",
    ]

    private init(code: UInt32, format: StorageFormat) {
        self.code = code
        self.format = format
    }

    /// The type of a number in a file; nil if it is not read.
    init?(code: UInt32) {
        guard let type = Self.all.first(where: { $0.code == code }) else { return nil }
        self = type
    }

    /// What to call a type in a message, known or not.
    static func title(of code: UInt32) -> String {
        GGUFType(code: code)?.name ?? refused[code] ?? "number \(code), which nobody knows"
    }
}

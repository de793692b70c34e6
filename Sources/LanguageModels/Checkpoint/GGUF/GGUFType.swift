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
    private static let codes: [UInt32: String] = [
        0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K",
        13: "Q5_K", 14: "Q6_K", 20: "IQ4_NL", 23: "IQ4_XS", 30: "BF16", 39: "MXFP4",
    ]

    /// The types that are read, by their numbers in files.
    static let all: [GGUFType] = codes.sorted { $0.key < $1.key }.compactMap { code, name in
        StorageFormat(ofGGUF: name).map { GGUFType(code: code, format: $0) }
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

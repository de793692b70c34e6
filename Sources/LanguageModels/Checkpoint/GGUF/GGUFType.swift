/// A number type of GGUF files (ggml's `ggml_type`): how many numbers make a block, and how many bytes that takes.
public struct GGUFType: Sendable, Hashable {
    /// The type's number in files.
    public let code: UInt32

    /// ggml's name of it, such as "Q4_K".
    public let name: String

    /// How many numbers of a row form a block.
    public let blockNumbers: Int

    /// The size of a block in bytes.
    public let blockBytes: Int

    /// The types that are read, by their numbers in files.
    static let all: [GGUFType] = [
        GGUFType(0, "F32", 1, 4), GGUFType(1, "F16", 1, 2), GGUFType(30, "BF16", 1, 2),
        GGUFType(2, "Q4_0", 32, 18), GGUFType(3, "Q4_1", 32, 20), GGUFType(6, "Q5_0", 32, 22),
        GGUFType(7, "Q5_1", 32, 24), GGUFType(8, "Q8_0", 32, 34), GGUFType(10, "Q2_K", 256, 84),
        GGUFType(11, "Q3_K", 256, 110), GGUFType(12, "Q4_K", 256, 144), GGUFType(13, "Q5_K", 256, 176),
        GGUFType(14, "Q6_K", 256, 210), GGUFType(20, "IQ4_NL", 32, 18), GGUFType(23, "IQ4_XS", 256, 136),
        GGUFType(39, "MXFP4", 32, 17),
    ]

    /// Names of types that files may have and that are not read, for messages.
    private static let refused: [UInt32: String] = [
        9: "Q8_1", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S", 22: "IQ2_S",
        24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0",
    ]

    private init(_ code: UInt32, _ name: String, _ blockNumbers: Int, _ blockBytes: Int) {
        self.code = code
        self.name = name
        self.blockNumbers = blockNumbers
        self.blockBytes = blockBytes
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

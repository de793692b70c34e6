public import Tensors

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

    /// How numbers of this type are stored and multiplied; nil where their place can be told, and no more.
    public let format: StorageFormat?

    /// The numbers that types have in files.
    private static let codes: [String: UInt32] = [
        "F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q5_0": 6, "Q5_1": 7, "Q8_0": 8, "Q2_K": 10, "Q3_K": 11, "Q4_K": 12,
        "Q5_K": 13, "Q6_K": 14, "IQ4_NL": 20, "IQ4_XS": 23, "BF16": 30, "MXFP4": 39,
    ]

    /// The types that are read.
    static let read: [GGUFType] = (StorageFormat.floats + StorageFormat.gguf).compactMap { format in
        codes[format.name].map { GGUFType($0, format.name, format.blockNumbers, format.blockBytes, format) }
    }

    /// Types whose blocks are known by size alone: a file that has them can be described.
    private static let measured: [GGUFType] = [
        GGUFType(9, "Q8_1", 32, 36), GGUFType(15, "Q8_K", 256, 292), GGUFType(16, "IQ2_XXS", 256, 66),
        GGUFType(17, "IQ2_XS", 256, 74), GGUFType(18, "IQ3_XXS", 256, 98), GGUFType(19, "IQ1_S", 256, 50),
        GGUFType(21, "IQ3_S", 256, 110), GGUFType(22, "IQ2_S", 256, 82), GGUFType(24, "I8", 1, 1),
        GGUFType(25, "I16", 1, 2), GGUFType(26, "I32", 1, 4), GGUFType(27, "I64", 1, 8), GGUFType(28, "F64", 1, 8),
        GGUFType(29, "IQ1_M", 256, 56), GGUFType(34, "TQ1_0", 256, 54), GGUFType(35, "TQ2_0", 256, 66),
        GGUFType(40, "NVFP4", 64, 36), GGUFType(41, "Q1_0", 128, 18),
    ]

    private static let byCode = Dictionary(uniqueKeysWithValues: (read + measured).map { ($0.code, $0) })

    private init(_ code: UInt32, _ name: String, _ blockNumbers: Int, _ blockBytes: Int, _ format: StorageFormat? = nil)
    {
        self.code = code
        self.name = name
        self.blockNumbers = blockNumbers
        self.blockBytes = blockBytes
        self.format = format
    }

    /// The type of a name as safetensors files and these have it; nil if these have none such.
    init?(named name: String) {
        guard let type = Self.byCode.values.first(where: { $0.name == name }) else { return nil }
        self = type
    }

    /// The type of a number in a file; nil if nobody knows it, or it has been withdrawn.
    init?(code: UInt32) {
        guard let type = Self.byCode[code] else { return nil }
        self = type
    }

    /// Whether numbers of this type can be read, and not only their place be told.
    public var isRead: Bool { format != nil }
}

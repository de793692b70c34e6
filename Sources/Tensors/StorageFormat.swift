import CKernels

/// How the numbers of a matrix are stored: in blocks of a fixed count of numbers and of bytes.
///
/// What is known of a format is a row of the kernels' table, `StorageFormats.h`; this is that row's number. A new format is a
/// row there, its loops in `CKernels` and its tests: names, sizes and encoding here follow from the row.
public struct StorageFormat: Sendable, Hashable {
    /// The number by which the kernels know the format: its row.
    let code: Int32

    /// IEEE single precision, 4 bytes.
    public static let float32 = StorageFormat(code: Int32(ESPALIER_F32))

    /// IEEE half precision, 2 bytes.
    public static let float16 = StorageFormat(code: Int32(ESPALIER_F16))

    /// The upper half of a single, 2 bytes.
    public static let bfloat16 = StorageFormat(code: Int32(ESPALIER_BF16))

    /// Blocks of 32 whole numbers of 8 bits with a scale each, sixteen rows interleaved: copies of our own making, see
    /// ``WeightMatrix/quantised(done:)``.
    public static let q8 = StorageFormat(code: Int32(ESPALIER_Q8))

    /// Blocks of 32 whole numbers of 8 bits with a scale each, as ggml has them.
    public static let q8_0 = StorageFormat(code: Int32(ESPALIER_Q8_0))

    /// Blocks of 256 whole numbers of 4 bits, eight scales and minima of six bits, and two halves, as ggml has them.
    static let q4_K = StorageFormat(code: Int32(ESPALIER_Q4_K))

    /// Blocks of 32 whole numbers of 5 bits with a scale and a minimum, as ggml has them.
    static let q5_1 = StorageFormat(code: Int32(ESPALIER_Q5_1))

    /// Blocks of 256 whole numbers of 6 bits, sixteen scales of 8 bits, and a half, as ggml has them.
    static let q6_K = StorageFormat(code: Int32(ESPALIER_Q6_K))

    /// The blocks of GGUF files, a few bits a number with scales, as ggml names them.
    public static let gguf = all.filter { $0.blockNumbers > 1 && $0.row.rows_together == 1 }

    /// The same numbers rearranged for products, sixteen rows interleaved, as a model that is opened has them; nil of formats that
    /// products read as they are.
    public var rearranged: StorageFormat? {
        let panels = espalier_panels_of(code)
        return panels < 0 ? nil : StorageFormat(code: panels)
    }

    /// Every format.
    public static let all = (0..<Int32(ESPALIER_FORMATS_COUNT)).map { StorageFormat(code: $0) }

    /// The formats whose blocks are one floating-point number, which numbers can be encoded in.
    public static let floats = all.filter { $0.row.exponent_bits > 0 }

    init(code: Int32) {
        self.code = code
    }

    /// Finds a format whose blocks are one floating-point number.
    ///
    /// - Parameter name: Its name, such as "BF16".
    public init?(named name: String) {
        guard let format = Self.floats.first(where: { $0.name == name }) else { return nil }
        self = format
    }

    var row: espalier_format { espalier_format(code).pointee }

    /// Its name, as files spell it: "F32", "F16", "BF16", "Q4_K".
    public var name: String { String(cString: row.name) }

    /// How many numbers of a row form a block.
    public var blockNumbers: Int { Int(row.block_numbers) }

    /// The size of a block in bytes.
    public var blockBytes: Int { Int(row.block_bytes) }

    /// About how many bytes a number takes.
    public var bytesPerNumber: Double { Double(blockBytes) / Double(blockNumbers) }

    /// The bits of the significand that a floating-point number keeps, the implied one among them; nil of other blocks.
    public var significandBits: Int? { row.exponent_bits > 0 ? Int(row.fraction_bits) + 1 : nil }

    /// The size of a matrix in bytes.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    /// - Returns: Nil where rows are not whole blocks. Those of an 8-bit copy always are: what is left is filled up.
    public func byteCount(rows: Int, columns: Int) -> Int? {
        guard self == .q8 || columns.isMultiple(of: blockNumbers) else { return nil }
        return Int(espalier_weight_bytes(code, Int64(rows), Int64(columns)))
    }
}

extension StorageFormat: CustomStringConvertible {
    /// Its name.
    public var description: String { name }
}

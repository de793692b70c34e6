/// How a model's weight matrices are stored when it has been opened.
public enum WeightStorage: String, Sendable, Hashable, CaseIterable {
    /// As the file stores them: where it is mapped, or, if they are blocks of a few bits, rearranged for products.
    case stored

    /// In bfloat16, as copies where the file stores another format.
    case bf16

    /// As 8-bit copies in blocks of 32 with a scale each: half the bytes of a 16-bit file, at the price of rounding. What is
    /// decoded is then exact for the rounded model.
    case q8

    /// As 4-bit copies, and 6-bit ones of the matrices that change results most: a good quarter of the bytes of a 16-bit file,
    /// the blocks those of a Q4_K_M file; in 5 bits where 256 does not divide the width of rows. Matrices that would not become
    /// smaller stay as they are.
    case q4

    /// In which format a matrix is then stored.
    ///
    /// - Parameters:
    ///   - original: The file's format.
    ///   - columns: The width of its rows, which blocks must divide.
    ///   - isSensitive: Whether results change much with its numbers.
    /// - Returns: The same one, that of the same numbers rearranged, or that of copies.
    public func format(of original: StorageFormat, columns: Int = 256, isSensitive: Bool = false) -> StorageFormat {
        switch self {
        case .stored: original.rearranged ?? original
        case .bf16: .bfloat16
        case .q8: .q8
        case .q4: Self.fewBits(original, columns, isSensitive)
        }
    }

    private static func fewBits(_ original: StorageFormat, _ columns: Int, _ isSensitive: Bool) -> StorageFormat {
        let encoded = encoded(columns: columns, isSensitive: isSensitive)
        guard original.bytesPerNumber > (encoded ?? .q8).bytesPerNumber else { return original.rearranged ?? original }
        return encoded?.rearranged ?? .q8
    }

    /// The format of a 4-bit copy before it is rearranged; nil where 8 bits of our own take its place.
    ///
    /// Where 256 does not divide the width of rows a block has 32 numbers of one bit more, as four lose too much there, or of
    /// eight in place of six; so has one of any other width.
    static func encoded(columns: Int, isSensitive: Bool) -> StorageFormat? {
        if columns.isMultiple(of: StorageFormat.q4_K.blockNumbers) { return isSensitive ? .q6_K : .q4_K }
        return columns.isMultiple(of: StorageFormat.q5_1.blockNumbers) && !isSensitive ? .q5_1 : nil
    }
}

/// How a model's weight matrices are stored when it has been opened.
public enum WeightStorage: String, Sendable, Hashable, CaseIterable {
    /// As the file stores them: where it is mapped, or, if they are blocks of a few bits, rearranged for products.
    case stored

    /// In bfloat16, as copies where the file stores another format.
    case bf16

    /// As 8-bit copies in blocks of 32 with a scale each: half the bytes of a 16-bit file, at the price of rounding. What is
    /// decoded is then exact for the rounded model.
    case q8

    /// In which format matrices of a file's format are then stored.
    ///
    /// - Parameter original: The file's format.
    /// - Returns: The same one, that of the same numbers rearranged, or that of copies.
    public func format(of original: StorageFormat) -> StorageFormat {
        switch self {
        case .stored: original.rearranged ?? original
        case .bf16: .bfloat16
        case .q8: .q8
        }
    }
}

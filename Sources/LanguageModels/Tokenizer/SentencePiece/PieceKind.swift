/// What a piece of a SentencePiece vocabulary is, by its number in the formats that hold one.
enum PieceKind: Int, CaseIterable {
    /// What GGUF calls undefined: an ordinary piece of text.
    case undefined
    case normal
    case unknown
    case control
    case userDefined
    case unused
    case byte
}

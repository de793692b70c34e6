import Foundation

/// A SentencePiece model, the file `tokenizer.model` of a folder: pieces that pairs merge to by their scores.
///
/// ```
/// 1  a piece     1 text · 2 score · 3 kind (1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte)
/// 2  training    3 kind of model (1 unigram, 2 byte pairs, …) · 24 blanks at the end · 40 … 43 ids of unk, bos, eos, pad
/// 3  normalizer  1 name · 2 its table · 3 blank in front · 4 blanks removed · 5 blanks made visible
/// ```
/// After `sentencepiece_model.proto` of SentencePiece 0.2. Models of another kind, and texts rewritten by a table, are refused by
/// name.
struct SentencePieceFile {
    let path: String
    private(set) var pieces: [String] = []
    private(set) var kinds: [PieceKind] = []
    private(set) var scores: [Double] = []

    /// The ids of the beginning's and the end's tokens; negative ones stand for none.
    private(set) var beginningID = 1
    private(set) var endID = 2

    private(set) var addsBlank = true
    private(set) var removesBlanks = true

    private var modelKind = 1
    private var normalizerName = ""
    private var hasNormalizerTable = false
    private var putsBlanksLast = false
    private var escapesBlanks = true

    private static let kindNames = ["", "unigram", "BPE", "word", "character"]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - path: Its path, for messages.
    /// - Throws: ``ModelError`` if it is no SentencePiece model, or one that is not read.
    init(_ bytes: Data, path: String) throws(ModelError) {
        self.path = path
        try ProtobufField.read(bytes, path: path) { field throws(ModelError) in
            switch field.number {
            case 1: try readPiece(field.bytes(path: path))
            case 2: try readTraining(field.bytes(path: path))
            case 3: try readNormalizer(field.bytes(path: path))
            default: break
            }
        }
        guard !pieces.isEmpty else { throw ModelError(path, "is no SentencePiece model: it holds no pieces") }
        try checkKind()
    }

    private func checkKind() throws(ModelError) {
        guard modelKind == 2 else {
            let name = Self.kindNames.indices.contains(modelKind) ? Self.kindNames[modelKind] : "kind \(modelKind)"
            throw ModelError(
                path, "is a SentencePiece model of kind \(name), and BPE is read")
        }
        guard !hasNormalizerTable else {
            throw ModelError(
                path,
                "rewrites text by the normalizer '\(normalizerName)', which is not read"
            )
        }
        guard !putsBlanksLast, escapesBlanks else {
            throw ModelError(
                path, "keeps blanks in another way than before words (treat_whitespace_as_suffix), which is not read")
        }
    }

    private mutating func readPiece(_ message: Data) throws(ModelError) {
        var (piece, score, kind) = ("", Float(0), 1)
        try ProtobufField.read(message, path: path) { field throws(ModelError) in
            switch field.number {
            case 1: piece = try field.text(path: path)
            case 2: score = try field.real(path: path)
            case 3: kind = try field.integer(path: path)
            default: break
            }
        }
        guard score.isFinite, let known = PieceKind(rawValue: kind), known != .undefined else {
            throw ModelError(path, "piece \(pieces.count) ('\(piece)') has the score \(score) and the kind \(kind)")
        }
        pieces.append(piece)
        scores.append(Double(score))
        kinds.append(known)
    }

    private mutating func readTraining(_ message: Data) throws(ModelError) {
        try ProtobufField.read(message, path: path) { field throws(ModelError) in
            switch field.number {
            case 3: modelKind = try field.integer(path: path)
            case 24: putsBlanksLast = try field.integer(path: path) != 0
            case 41: beginningID = try field.integer(path: path)
            case 42: endID = try field.integer(path: path)
            default: break
            }
        }
    }

    private mutating func readNormalizer(_ message: Data) throws(ModelError) {
        try ProtobufField.read(message, path: path) { field throws(ModelError) in
            switch field.number {
            case 1: normalizerName = try field.text(path: path)
            case 2: hasNormalizerTable = try !field.bytes(path: path).isEmpty
            case 3: addsBlank = try field.integer(path: path) != 0
            case 4: removesBlanks = try field.integer(path: path) != 0
            case 5: escapesBlanks = try field.integer(path: path) != 0
            default: break
            }
        }
    }

    /// The id of a piece in use; nil where there is none.
    func id(of piece: String) -> Int? {
        pieces.indices.first { pieces[$0] == piece && kinds[$0] != .unused }
    }
}

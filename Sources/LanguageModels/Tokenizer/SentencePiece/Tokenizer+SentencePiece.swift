import Foundation
import JSON

extension Tokenizer {
    /// Reads a folder's `tokenizer.model`, and what the files beside it add.
    ///
    /// - Parameters:
    ///   - file: The SentencePiece model.
    ///   - folder: The folder it lies in.
    /// - Throws: ``ModelError`` if it is damaged or of a kind that is not read; ``TokenizerError`` if the files do not fit each
    ///   other.
    init(sentencePiece file: URL, in folder: URL) throws {
        let model = try SentencePieceFile(ModelFile.bytes(of: file), path: file.path)
        let added = try AddedTokenFiles(in: folder)
        let (byteIDs, misspelled) = PieceVocabulary.byteIDs(among: model.pieces, model.kinds)
        if let misspelled {
            throw ModelError(
                file.path, "must spell bytes as '<0x0A>', and piece \(misspelled) is '\(model.pieces[misspelled])'")
        }
        let vocabulary = PieceVocabulary(
            pieces: model.pieces, kinds: model.kinds, scores: model.scores, byteIDs: byteIDs,
            unknownID: model.kinds.firstIndex(of: .unknown),
            leadingBlank: !model.addsBlank ? .none : added.blanksEveryStretch ? .everyStretch : .text,
            removesBlanks: model.removesBlanks, keepsUserPieces: true)

        var tokens = added.tokens
        for token in PieceVocabulary.addedTokens(among: model.pieces, model.kinds) where token["special"] == .bool(true)
        {
            if let id = token["id"]?.integer, tokens[id] == nil { tokens[id] = token }
        }
        func id(_ name: String, _ spelling: String?, standard: Int) throws -> Int {
            guard let spelling else {
                if model.pieces.indices.contains(standard) { return standard }
                throw ModelError(file.path, "adds a token of the \(name) to every text, and has none")
            }
            let id = tokens.values.first { $0["content"]?.string == spelling }?["id"]?.integer ?? model.id(of: spelling)
            guard let id else {
                throw ModelError(
                    added.source, "names '\(spelling)' as the token of the \(name), which \(file.path) does not have")
            }
            return id
        }
        var members = vocabulary.description
        members["added_tokens"] = .array(tokens.sorted { $0.key < $1.key }.map(\.value))
        members["post_processor"] = PieceVocabulary.postProcessor(
            beginning: added.addsBeginning
                ? try id("beginning", added.beginning, standard: model.beginningID) : nil,
            end: added.addsEnd ? try id("end", added.end, standard: model.endID) : nil)
        try self.init(
            TokenizerComponent(file: file.path, path: "", value: .object(sorting: members)), model: vocabulary.model,
            source: file.path)
    }
}

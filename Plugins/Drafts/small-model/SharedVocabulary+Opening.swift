import Foundation
import LanguageModels

extension SharedVocabulary {
    /// Compares the vocabularies of two models that have been opened.
    ///
    /// - Parameters:
    ///   - small: The model that drafts.
    ///   - target: The model that it drafts for.
    /// - Returns: What they share.
    /// - Throws: `ModelError` that names a token on which they differ, or that they cannot be compared.
    static func of(_ small: Transformer, and target: Transformer) throws -> SharedVocabulary {
        let (own, other) = (small.configuration.vocabularySize, target.configuration.vocabularySize)
        let shared = SharedVocabulary(own: own, target: other)
        if haveOneTokenizerFile(small, target) { return shared }
        guard let tokenizer = try tokenizer(of: small), let targetTokenizer = try self.tokenizer(of: target) else {
            // A model without a tokenizer is taken at its size.
            guard own == other else {
                throw small.error(
                    "has a vocabulary of \(own), and the target's has \(other): nothing tells that their tokens are the same "
                        + "where one has no tokenizer")
            }
            return shared
        }
        if let (token, piece, targetPiece) = shared.disagreement(between: tokenizer, and: targetTokenizer) {
            throw small.error(
                "token \(token) is '\(piece)', and '\(targetPiece)' for the target: the vocabularies differ")
        }
        return shared
    }

    /// A model's tokenizer; nil if there is none beside it.
    private static func tokenizer(of model: Transformer) throws -> Tokenizer? {
        let file = tokenizerFile(of: model)
        return FileManager.default.fileExists(atPath: file.path) ? try Tokenizer(contentsOf: file) : nil
    }

    /// Whether both models' files are the same to the byte, which spares reading them.
    private static func haveOneTokenizerFile(_ small: Transformer, _ target: Transformer) -> Bool {
        FileManager.default.contentsEqual(
            atPath: tokenizerFile(of: small).path, andPath: tokenizerFile(of: target).path)
    }

    private static func tokenizerFile(of model: Transformer) -> URL {
        model.folder.appendingPathComponent("tokenizer.json")
    }
}

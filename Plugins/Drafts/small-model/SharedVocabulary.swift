import Foundation
import LanguageModels

/// Makes sure that two models of the same vocabulary size mean the same by each token.
enum SharedVocabulary {
    /// Compares the tokenizers in the models' folders; a folder without one is taken at its size.
    ///
    /// - Throws: `ModelError` that names a token on which they differ.
    static func check(_ small: Transformer, against target: Transformer) throws {
        let files = [small, target].map { $0.location.appendingPathComponent("tokenizer.json") }
        guard files.allSatisfy({ FileManager.default.fileExists(atPath: $0.path) }) else { return }
        if FileManager.default.contentsEqual(atPath: files[0].path, andPath: files[1].path) { return }
        let own = try Tokenizer(contentsOf: files[0])
        let other = try Tokenizer(contentsOf: files[1])
        for token in 0..<max(own.vocabularySize, other.vocabularySize)
        where own.piece(of: token) != other.piece(of: token) {
            throw small.error(
                "token \(token) is '\(own.piece(of: token) ?? "nothing")', and '\(other.piece(of: token) ?? "nothing")' "
                    + "for the target: the vocabularies differ")
        }
    }
}

import Foundation
import LanguageModels

/// `tokenizer.model`: a tokenizer that is accepted turns a text into tokens of its own, and any tokens into text.
struct SentencePieceExercise: ReaderExercise {
    static let name = "sentencepiece"

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        guard let tokenizer = try ModelFiles(files[0].deletingLastPathComponent()).tokenizer() else { return }
        attempts.hasRead()
        try TokenizerExercise.use(tokenizer)
    }
}

import DemoModel
import Foundation
import LanguageModels
import Speculation
import Training

/// Finds conversations by the name that a strategy file uses: a bundled one, or a file.
struct ConversationLocator {
    let codec: ChatCodec
    let contextLimit: Int

    /// The conversations of a bundled name or a file.
    static func file(_ reference: String, requiringAnswers: Bool = true) throws -> ConversationFile {
        let bundled = try BundledFiles.conversations(reference)?.path
        return try ConversationFile(
            readingFile: bundled ?? NSString(string: reference).expandingTildeInPath,
            requiringAnswers: requiringAnswers)
    }

    /// The tokens to train on.
    func corpus(_ options: TrainerOptions) throws -> Corpus {
        try Corpus(
            Self.file(options.data), codec: codec, contextLimit: contextLimit,
            maximumLength: options.maximumLength == 0 ? nil : options.maximumLength,
            lengthRule: options.tooLong)
    }
}

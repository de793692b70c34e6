import LanguageModels
import Runtime

/// A model's tokenizer and chat format; no weight is touched in a GGUF file.
struct TokenizerSource {
    let tokenizer: Tokenizer

    /// The tokenizer with the model's chat format, or the one that was chosen.
    let conversation: () throws -> ChatCodec

    /// Opens what text needs of a model.
    ///
    /// - Parameters:
    ///   - reference: A bundled name, a folder, or a GGUF file.
    ///   - chat: How prompts are made, beyond what its files say.
    /// - Throws: If there is no such model, or it has no tokenizer that is read.
    init(_ reference: String, chat: ChatSettings) throws {
        let files = try ModelFiles(ModelLocator().locate(reference))
        guard let tokenizer = try files.tokenizer() else {
            throw CommandFailure("\(reference): there is no tokenizer.json, which text needs")
        }
        self.tokenizer = tokenizer
        conversation = { try files.chatCodec(tokenizer, chat) }
    }
}

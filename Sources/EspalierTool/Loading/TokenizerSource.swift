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
    ///   - chatTemplate: Its chat format; nil for the one that its files tell.
    ///   - allowsThinking: Whether a model that may think does so.
    /// - Throws: If there is no such model, or it has no tokenizer that is read.
    init(_ reference: String, chatTemplate: ChatTemplate?, allowsThinking: Bool) throws {
        let files = try ModelFiles(ModelLocator().locate(reference))
        guard let tokenizer = try files.tokenizer() else {
            throw CommandFailure("\(reference): there is no tokenizer.json, which text needs")
        }
        self.tokenizer = tokenizer
        conversation = {
            let own = try chatTemplate.map { ChatRenderer($0) } ?? files.chatRenderer()
            let renderer = allowsThinking ? own : try own.withoutThinking()
            try tokenizer.validate(renderer.template)
            return ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: try files.endTokens())
        }
    }
}

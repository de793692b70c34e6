public import Foundation
public import LanguageModels
import Logging

/// A target model with its tokenizer and chat template, each opened when it is first needed.
public struct OpenedTarget: Sendable {
    /// What a strategy or a caller named.
    public let reference: String

    /// The model.
    public let model: Transformer

    /// The model as engines see it.
    public let target: TransformerTarget

    private let files: ModelFiles
    private let chat: ChatSettings
    private let codec = KeptValue<ChatCodec>()

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - reference: What messages call it.
    ///   - location: Its GGUF file, or its folder in Hugging Face layout.
    ///   - opening: In what precision it computes, and how long its texts may become.
    ///   - chat: How prompts are made, beyond what its files say.
    ///   - onProgress: Hears how much of its files has been taken.
    /// - Throws: `ModelError` if a file is missing or damaged, or the model is of no known kind.
    public init(
        _ reference: String, at location: URL, opening: ModelOpening = ModelOpening(),
        chat: ChatSettings = ChatSettings(date: .today),
        onProgress: ((_ done: Int, _ total: Int) -> Void)? = nil
    ) throws {
        self.reference = reference
        files = try ModelFiles(location)
        try MemoryNeed(of: files, opening).check()
        model = try Transformer(files, opening, onProgress: onProgress)
        Logger(label: "espalier").debug("opened \(location.path): \(model.byteCount) bytes of weights, mapped")
        target = TransformerTarget(model)
        self.chat = chat
    }

    /// What one opened target is distinguished by from another.
    struct Key: Hashable {
        let location: URL
        let opening: ModelOpening
    }

    /// The model's tokenizer, whose ids must all have an embedding.
    ///
    /// - Throws: ``RuntimeError`` if there is none; `TokenizerError` if it is damaged or does not fit.
    public func tokenizer() throws -> Tokenizer {
        guard let tokenizer = try files.tokenizer() else {
            throw RuntimeError("\(files.location.path): there is no tokenizer.json, which text needs")
        }
        return try tokenizer.fitted(to: model.configuration.vocabularySize)
    }

    /// The tokenizer with the chat template of the model's own files, or the one that was chosen.
    ///
    /// - Throws: What ``tokenizer()`` throws; `ChatTemplateError` if there is no template, or it is at fault.
    public func conversation() throws -> ChatCodec {
        try codec.value { try files.chatCodec(tokenizer(), chat) }
    }
}

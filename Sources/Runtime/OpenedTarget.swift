public import Foundation
public import LanguageModels
import Logging
public import Tensors

/// A target model with its tokenizer and chat template, each opened when it is first needed.
public struct OpenedTarget: Sendable {
    /// What a strategy or a caller named.
    public let reference: String

    /// The model.
    public let model: Transformer

    /// The model as engines see it.
    public let target: TransformerTarget

    private let files: ModelFiles
    private let templateChoice: ChatTemplate?
    private let allowsThinking: Bool

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - reference: What messages call it.
    ///   - location: Its GGUF file, or its folder in Hugging Face layout.
    ///   - precision: In what precision its weights are multiplied.
    ///   - chatTemplate: Its chat format; nil for the one that its files tell.
    ///   - allowsThinking: Whether a model that may think does so; if not, its prompts say so.
    /// - Throws: `ModelError` if a file is missing or damaged, or the model is of no known kind.
    public init(
        _ reference: String, at location: URL, precision: ProductPrecision = ProductPrecision(),
        chatTemplate: ChatTemplate? = nil, allowsThinking: Bool = true
    ) throws {
        self.reference = reference
        files = try ModelFiles(location)
        model = try Transformer(files, precision: precision)
        Logger(label: "espalier").debug("opened \(location.path): \(model.byteCount) bytes of weights, mapped")
        target = TransformerTarget(model)
        templateChoice = chatTemplate
        self.allowsThinking = allowsThinking
    }

    /// What one opened target is distinguished by from another.
    struct Key: Hashable {
        let location: URL
        let precision: ProductPrecision
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
    /// - Throws: What ``tokenizer()`` throws; `ChatTemplateError` if the format is not known.
    public func conversation() throws -> ChatCodec {
        let tokenizer = try tokenizer()
        let own = try templateChoice.map { ChatRenderer($0) } ?? files.chatRenderer()
        let renderer = allowsThinking ? own : try own.withoutThinking()
        try tokenizer.validate(renderer.template)
        return ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: model.configuration.endTokens)
    }
}

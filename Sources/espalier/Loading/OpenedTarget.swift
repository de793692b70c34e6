import Foundation
import LanguageModels
import Logging
import Speculation

/// A target model with its tokenizer and chat template, each opened when it is first needed.
struct OpenedTarget {
    let reference: String
    let model: Transformer
    let target: TransformerTarget
    private let templateChoice: ChatTemplate?

    init(_ reference: String, folder: URL, format: WeightFormat = .stored, chatTemplate: ChatTemplate?) throws {
        self.reference = reference
        model = try Transformer(folder: folder, format: format)
        Logger(label: "espalier").debug("opened \(folder.path): \(model.byteCount) bytes of weights, mapped")
        target = TransformerTarget(model)
        templateChoice = chatTemplate
    }

    /// What one opened target is distinguished by from another.
    struct Key: Hashable {
        let reference: String
        let format: WeightFormat
    }

    /// The folder's tokenizer, whose ids must all have an embedding.
    func tokenizer() throws -> Tokenizer {
        let file = model.folder.appendingPathComponent("tokenizer.json")
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw CommandFailure("\(model.folder.path): there is no tokenizer.json, which text needs")
        }
        let tokenizer = try Tokenizer(contentsOf: file)
        try tokenizer.validate(vocabularySize: model.configuration.vocabularySize)
        return tokenizer
    }

    /// The tokenizer with the chat template of the model's own files, or the one that was chosen.
    func conversation() throws -> ChatCodec {
        let tokenizer = try tokenizer()
        let renderer: ChatRenderer
        if let templateChoice {
            renderer = ChatRenderer(templateChoice)
        } else {
            renderer = try ChatTemplate.recognise(in: model.folder)
        }
        try tokenizer.validate(renderer.template)
        return ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: model.configuration.endTokens)
    }
}

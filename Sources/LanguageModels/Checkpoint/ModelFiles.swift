public import Foundation

/// The files of a model as people have them: a folder in Hugging Face layout, or GGUF.
///
/// Nothing of a folder is read before it is asked for, and of GGUF files what describes them.
public enum ModelFiles: Sendable {
    /// A folder with `config.json`, safetensors, and what text needs beside them.
    case folder(URL)

    /// One GGUF file or several, which hold all that.
    case gguf(GGUFModel)

    /// Finds out what is at a place.
    ///
    /// - Parameter location: A folder or a file.
    /// - Throws: ``ModelError`` if a file is no GGUF file of a language model.
    public init(_ location: URL) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: location.path, isDirectory: &isFolder)
        self = exists && !isFolder.boolValue ? .gguf(try GGUFModel(contentsOf: location)) : .folder(location)
    }

    /// The folder or the file.
    public var location: URL {
        switch self {
        case .folder(let folder): folder
        case .gguf(let model): URL(fileURLWithPath: model.path)
        }
    }

    /// The model's sizes and switches.
    ///
    /// - Throws: ``ModelError`` for a missing or impossible value, or an architecture or variant that is not supported.
    public func configuration() throws -> ModelConfiguration {
        switch self {
        case .folder(let folder): try ModelConfiguration(folder: folder)
        case .gguf(let model): try model.configuration()
        }
    }

    /// The tokens that end an answer.
    ///
    /// - Throws: ``ModelError`` if what says them is missing or damaged.
    public func endTokens() throws -> Set<Int> {
        switch self {
        case .folder(let folder): try ModelConfiguration(folder: folder).endTokens
        case .gguf(let model): try model.files.metadata.endTokens()
        }
    }

    /// The model's tensors.
    ///
    /// - Throws: ``ModelError`` if there are none, or files are damaged or disagree.
    public func checkpoint() throws -> Checkpoint {
        switch self {
        case .folder(let folder): try WeightPacking(in: folder).checkpoint(of: folder)
        case .gguf(let model): try model.checkpoint()
        }
    }

    /// The model's tokenizer; nil where a folder has none.
    ///
    /// - Throws: ``TokenizerError`` or ``ModelError`` if it is damaged or of a kind that is not read.
    public func tokenizer() throws -> Tokenizer? {
        switch self {
        case .folder(let folder):
            let file = folder.appendingPathComponent("tokenizer.json")
            if FileManager.default.fileExists(atPath: file.path) { return try Tokenizer(contentsOf: file) }
            let pieces = folder.appendingPathComponent("tokenizer.model")
            guard FileManager.default.fileExists(atPath: pieces.path) else { return nil }
            do {
                return try Tokenizer(sentencePiece: pieces, in: folder)
            } catch let error as ModelError {
                throw error.adding(
                    "to make a tokenizer.json, which is read instead, load the folder with transformers' AutoTokenizer and "
                        + "save_pretrained it")
            }
        case .gguf(let model): return try Tokenizer(model.files.metadata)
        }
    }

    /// Whether the files say the very same of their tokens as others, which spares comparing tokenizers.
    ///
    /// - Parameter other: The files of another model.
    /// - Returns: False also where it takes more to find out.
    public func hasTokens(of other: ModelFiles) -> Bool {
        switch (self, other) {
        case (.folder(let folder), .folder(let other)):
            // Of links, as the cache of the Hugging Face hub has them, the files count and not the words of the links.
            let files = [folder, other].map {
                $0.appendingPathComponent("tokenizer.json").resolvingSymlinksInPath().path
            }
            return FileManager.default.contentsEqual(atPath: files[0], andPath: files[1])
        case (.gguf(let model), .gguf(let other)):
            let key = "tokenizer.ggml.tokens"
            return model.files.metadata[key] != nil && model.files.metadata[key] == other.files.metadata[key]
        default: return false
        }
    }

    /// The chat format that the model asks for, or the one that is chosen.
    ///
    /// - Parameter settings: How prompts are made beyond what the files say.
    /// - Returns: The format with the model's special tokens.
    /// - Throws: ``ChatTemplateError`` when there is no template, it is at fault, or it does not read what it is to be told.
    public func chatRenderer(_ settings: ChatSettings = ChatSettings()) throws(ChatTemplateError) -> ChatRenderer {
        let file =
            switch self {
            case .folder(let folder): try ChatTemplateFile(in: folder, withTools: settings.tools != nil)
            case .gguf(let model): try ChatTemplateFile(model.files.metadata, withTools: settings.tools != nil)
            }
        let template: ChatTemplate
        if let chosen = settings.template {
            template = chosen
        } else if let jinja = file.jinja {
            do throws(ChatTemplateError) {
                template = try ChatTemplate(jinja, name: file.name)
            } catch {
                throw ChatTemplateError(
                    source: error.source, reason: "\(error.reason); \(ChatTemplate.adviceToChoose)",
                    snippet: error.snippet)
            }
        } else {
            throw ChatTemplateError(
                source: file.name, reason: "the model has no chat template; \(ChatTemplate.adviceToChoose)")
        }
        return try ChatRenderer(template, specialTokens: file.specialTokens, settings)
    }

    /// Whether the model brings a chat template.
    ///
    /// - Throws: ``ChatTemplateError`` if a file that may hold one is damaged.
    public func hasChatTemplate() throws(ChatTemplateError) -> Bool {
        switch self {
        case .folder(let folder): try ChatTemplateFile(in: folder, withTools: false).jinja != nil
        case .gguf(let model): try ChatTemplateFile(model.files.metadata, withTools: false).jinja != nil
        }
    }

    /// The tokenizer with the chat format.
    ///
    /// - Parameters:
    ///   - tokenizer: The model's tokenizer.
    ///   - settings: How prompts are made beyond what the files say.
    /// - Returns: Both together.
    /// - Throws: ``ChatTemplateError`` as ``chatRenderer(_:)`` does; ``TokenizerError`` if the vocabulary does not have the
    ///   format's tokens; ``ModelError`` if the model's end tokens cannot be read.
    public func chatCodec(_ tokenizer: Tokenizer, _ settings: ChatSettings = ChatSettings()) throws -> ChatCodec {
        let renderer = try chatRenderer(settings)
        try tokenizer.validate(renderer.template)
        return ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: try endTokens())
    }
}

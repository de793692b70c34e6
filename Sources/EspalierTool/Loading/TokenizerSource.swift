import Foundation
import LanguageModels
import Runtime

/// A model's tokenizer and chat format, from its folder or from a GGUF file's metadata; no weight is touched in a file.
struct TokenizerSource {
    let tokenizer: Tokenizer

    /// The tokenizer with the model's chat format, or the one that was chosen.
    let conversation: () throws -> ChatCodec

    /// Opens what text needs of a model.
    ///
    /// - Parameters:
    ///   - reference: A bundled name, a folder, or a GGUF file.
    ///   - chatTemplate: Its chat format; nil for the one that its files tell.
    /// - Throws: If there is no such model, or it has no tokenizer that is read.
    init(_ reference: String, chatTemplate: ChatTemplate?) throws {
        let path = NSString(string: reference).expandingTildeInPath
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
            let file = try GGUFFile(contentsOf: URL(fileURLWithPath: path))
            let tokenizer = try Tokenizer(file)
            self.tokenizer = tokenizer
            conversation = {
                let jinja = file["tokenizer.chat_template"]?.text
                guard
                    let renderer = chatTemplate.map({ ChatRenderer($0) })
                        ?? jinja.flatMap({ ChatTemplate.recognise(jinja: $0) })
                else {
                    let problem =
                        jinja == nil ? "it has no chat template" : "its chat template is none of those known here"
                    throw CommandFailure("\(reference): \(problem): choose a format with --chat-template")
                }
                try tokenizer.validate(renderer.template)
                return ChatCodec(tokenizer: tokenizer, renderer: renderer, endTokens: try file.endTokens())
            }
            return
        }
        let target = try OpenedTarget(
            reference, folder: ModelLocator().folder(reference), chatTemplate: chatTemplate)
        tokenizer = try target.tokenizer()
        conversation = { try target.conversation() }
    }
}

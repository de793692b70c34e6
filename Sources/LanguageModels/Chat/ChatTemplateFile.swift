import Files
import Foundation
import JSON

/// What a model's files say of its chat format: the program, and the special tokens that it may write.
struct ChatTemplateFile {
    /// What messages call the program: the file's name behind its folder's.
    let name: String

    /// The program; nil where the model has none.
    let jinja: String?

    /// The special tokens that a program may name, such as `bos_token`.
    private(set) var specialTokens: [(name: String, text: String)] = []

    /// What a list of programs calls the usual one, and the one for conversations with tools.
    private static let (standard, forTools) = ("default", "tool_use")

    private static let tokenNames = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]

    /// Looks through the places of a folder that a program may be in.
    ///
    /// - Parameters:
    ///   - folder: A folder in Hugging Face layout.
    ///   - withTools: Whether the conversation has tools.
    /// - Throws: ``ChatTemplateError`` if a file is damaged.
    init(in folder: URL, withTools: Bool) throws(ChatTemplateError) {
        func path(_ file: String) -> String { "\(folder.lastPathComponent)/\(file)" }
        var (name, jinja): (String, String?) = (path("tokenizer_config.json"), nil)
        let own = ["chat_template.jinja"] + (withTools ? ["additional_chat_templates/\(Self.forTools).jinja"] : [])
        for file in own {
            guard let bytes = try Self.bytes(of: folder.appending(path: file), named: path(file)) else { continue }
            (name, jinja) = (path(file), String(decoding: bytes, as: UTF8.self))
        }
        for file in ["tokenizer_config.json", "chat_template.json"] {
            guard let bytes = try Self.bytes(of: folder.appending(path: file), named: path(file)) else { continue }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(parsing: bytes)
            } catch {
                throw ChatTemplateError(source: path(file), reason: "\(error)")
            }
            for token in Self.tokenNames where !specialTokens.contains(where: { $0.name == token }) {
                if let text = value[token]?.tokenText { specialTokens.append((token, text)) }
            }
            if jinja == nil, let own = try Self.jinja(in: value, named: path(file), withTools: withTools) {
                (name, jinja) = (path(file), own)
            }
        }
        (self.name, self.jinja) = (name, jinja)
    }

    /// Reads a GGUF file's metadata.
    ///
    /// - Parameters:
    ///   - file: The metadata.
    ///   - withTools: Whether the conversation has tools.
    /// - Throws: ``ChatTemplateError`` if the program is no text.
    init(_ file: GGUFFile, withTools: Bool) throws(ChatTemplateError) {
        let key = "tokenizer.chat_template"
        let chosen = withTools && file["\(key).\(Self.forTools)"] != nil ? "\(key).\(Self.forTools)" : key
        if let value = file[chosen], value.text == nil {
            throw ChatTemplateError(
                source: file.path, reason: "the metadata entry '\(chosen)' must be a text, not \(value.kind)")
        }
        name = "\(URL(fileURLWithPath: file.path).lastPathComponent), \(chosen)"
        jinja = file[chosen]?.text
        guard file["tokenizer.ggml.tokens"] != nil, let vocabulary = try? GGUFVocabulary(file) else { return }
        let ids = ["bos_token": "bos", "eos_token": "eos", "unk_token": "unknown", "pad_token": "padding"]
        for (token, key) in ids.sorted(by: { $0.key < $1.key }) {
            if let id = try? vocabulary.id("\(key)_token_id") { specialTokens.append((token, vocabulary.tokens[id])) }
        }
    }

    /// The bytes of a file; nil where there is none.
    private static func bytes(of url: URL, named name: String) throws(ChatTemplateError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        do {
            return [UInt8](try RegularFile.contents(of: url))
        } catch {
            throw ChatTemplateError(
                source: name, reason: "the file cannot be read: \(ModelFile.cause(of: error, reading: url))")
        }
    }

    /// The `chat_template` of a JSON file, a string or a list of named ones; nil when the file has none.
    private static func jinja(
        in value: JSONValue, named name: String, withTools: Bool
    ) throws(ChatTemplateError) -> String? {
        guard let template = value["chat_template"], !template.isNull else { return nil }
        if let jinja = template.string { return jinja }
        func program(_ name: String) -> String? {
            template.array?.first { $0["name"]?.string == name }?["template"]?.string
        }
        guard let jinja = (withTools ? program(forTools) : nil) ?? program(standard) else {
            throw ChatTemplateError(
                source: name,
                reason: "its chat_template is neither a string nor a list with one named \(standard); "
                    + ChatTemplate.adviceToChoose)
        }
        return jinja
    }
}

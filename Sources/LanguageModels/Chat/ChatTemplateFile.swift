internal import Files
internal import Foundation
internal import JSON

/// The Jinja program of a model folder, wherever it lies.
struct ChatTemplateFile {
    /// The file's name behind its folder's.
    let name: String
    let jinja: String

    /// Looks through the places a template may be in.
    init(in folder: URL) throws(ChatTemplateError) {
        for file in ["chat_template.jinja", "tokenizer_config.json", "chat_template.json"] {
            let name = "\(folder.lastPathComponent)/\(file)"
            let url = folder.appending(path: file)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            let bytes: [UInt8]
            do {
                bytes = [UInt8](try RegularFile.contents(of: url))
            } catch {
                throw ChatTemplateError(
                    source: name, reason: "the file cannot be read: \(ModelFile.cause(of: error, reading: url))")
            }
            if file.hasSuffix(".jinja") {
                self.init(name: name, jinja: String(decoding: bytes, as: UTF8.self))
                return
            }
            if let jinja = try Self.jinja(inJSON: bytes, name: name) {
                self.init(name: name, jinja: jinja)
                return
            }
        }
        throw ChatTemplateError(
            source: "\(folder.lastPathComponent)/tokenizer_config.json",
            reason: "the model has no chat_template; \(ChatTemplate.adviceToChoose)")
    }

    private init(name: String, jinja: String) {
        self.name = name
        self.jinja = jinja
    }

    /// The `chat_template` of a JSON file, a string or a list of named ones; nil when the file has none.
    private static func jinja(inJSON bytes: [UInt8], name: String) throws(ChatTemplateError) -> String? {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw ChatTemplateError(source: name, reason: "\(error)")
        }
        guard let template = value["chat_template"], !template.isNull else { return nil }
        if let jinja = template.string { return jinja }
        let standard = template.array?.first { $0["name"]?.string == "default" }
        guard let jinja = standard?["template"]?.string else {
            throw ChatTemplateError(
                source: name,
                reason: "its chat_template is neither a string nor a list with one named default; "
                    + ChatTemplate.adviceToChoose)
        }
        return jinja
    }
}

package import Foundation

/// What a file or a folder is, told by its first bytes and its name, for messages about one that was named in the wrong place.
package enum FileKind {
    /// How much of a file tells.
    private static let opening = 4096

    /// What something is, with its article.
    ///
    /// - Parameter url: A file or a folder.
    /// - Returns: Such as "a GGUF file, which holds a model"; nil where it is nothing that is known.
    package static func words(of url: URL) -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else { return nil }
        if isFolder.boolValue { return folder(url) }
        // A pipe would wait for a writer, and can be read but once.
        guard (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
            let handle = try? FileHandle(forReadingFrom: url), let bytes = try? handle.read(upToCount: opening)
        else { return nil }
        return file(bytes, ending: url.pathExtension.lowercased())
    }

    /// A clause such as ": it is JSON" to append to a sentence about a path; nothing where it is nothing that is known.
    package static func clause(on path: String) -> String {
        words(of: URL(fileURLWithPath: NSString(string: path).expandingTildeInPath)).map { ": it is \($0)" } ?? ""
    }

    private static func folder(_ url: URL) -> String? {
        let configuration = url.appendingPathComponent("config.json")
        return FileManager.default.fileExists(atPath: configuration.path)
            ? "a folder with a config.json, as models and heads have one" : nil
    }

    private static func file(_ bytes: Data, ending: String) -> String? {
        let isWeights = bytes.count > 8 && bytes[bytes.startIndex + 8] == UInt8(ascii: "{") && bytes.contains(0)
        if bytes.starts(with: Array("GGUF".utf8)) { return "a GGUF file, which holds a model or a head" }
        if isWeights { return "a safetensors file, the weights of a model or a head" }
        if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) { return "a zip archive, as PyTorch writes weights" }
        let text = String(decoding: bytes, as: UTF8.self)
        switch text.first(where: { !$0.isWhitespace }) {
        case "{", "[":
            if ["architectures", "model_type"].contains(where: { text.contains("\"\($0)\"") }) {
                return "JSON, the configuration of a model or a head"
            }
            if ["messages", "conversations", "turns", "prompt"].contains(where: { text.contains("\"\($0)\"") }) {
                return "JSON, with prompts or conversations"
            }
            return "JSON"
        default:
            if ["yaml", "yml"].contains(ending) { return "a YAML file, as strategies and experiments are" }
            return !text.isEmpty && !text.unicodeScalars.contains { $0 == "\u{0}" || $0 == "\u{FFFD}" } ? "text" : nil
        }
    }
}

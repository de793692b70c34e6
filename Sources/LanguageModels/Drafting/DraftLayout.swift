public import Foundation

/// Whose loader a stored draft is for.
public enum DraftLayout: String, Sendable, Hashable, CaseIterable {
    /// The official EAGLE code, and this toolkit.
    case safeail

    /// vLLM's speculators library.
    case speculators

    /// SGLang, as SpecForge exports for it.
    case sglang

    /// llama.cpp, in one GGUF file that takes the embedding table from the target.
    case gguf

    /// llama.cpp, in one GGUF file with an embedding table.
    case ggufWithEmbedding = "gguf-with-embedding"

    /// Hugging Face layout, for drafts that are models of their own.
    case huggingFace = "hugging-face"

    /// Those that hold heads.
    public static let heads: [DraftLayout] = [.safeail, .speculators, .sglang, .gguf, .ggufWithEmbedding]

    /// Whether it is one GGUF file rather than a folder's configuration and weights.
    public var isGGUF: Bool { self == .gguf || self == .ggufWithEmbedding }
}

/// One file of a stored draft's folder.
public struct DraftFile: Sendable, Equatable {
    /// Its name in the folder.
    public let name: String

    /// Its whole content.
    public let content: Data

    /// Names a content.
    public init(name: String, content: Data) {
        self.name = name
        self.content = content
    }
}

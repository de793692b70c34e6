public import Foundation

/// Whose loader a stored draft is for.
public enum DraftLayout: String, Sendable, Hashable, CaseIterable {
    /// The official EAGLE code, and this toolkit.
    case safeail

    /// vLLM's speculators library.
    case speculators

    /// SGLang, as SpecForge exports for it.
    case sglang

    /// Hugging Face layout, for drafts that are models of their own.
    case huggingFace = "hugging-face"

    /// Those that hold heads.
    public static let heads: [DraftLayout] = [.safeail, .speculators, .sglang]
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

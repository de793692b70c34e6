/// What a GGUF file is for, by its own word: much else than language models is stored in this format.
public enum GGUFPurpose: Sendable, Equatable {
    /// A model that writes text, or one of an architecture that nobody knows here.
    case languageModel

    /// A model that turns a text into numbers and writes none.
    case embeddingModel(architecture: String)

    /// Something else, in words that follow "is" or "holds".
    case other(String)

    /// Looks at `general.type` and `general.architecture`.
    init(_ file: GGUFFile) {
        let architecture = file["general.architecture"]?.text
        switch (file["general.type"]?.text, architecture) {
        case ("adapter", _): self = .other(Self.adapter("general.type", "adapter"))
        case ("mmproj", _): self = .other(Self.projector("general.type", "mmproj"))
        case ("imatrix", _):
            self = .other("holds statistics for quantising ('general.type' is 'imatrix'), and no model")
        case (let type?, _) where type != "model":
            self = .other("is of 'general.type' '\(type)', and a model is expected")
        case (_, "clip"): self = .other(Self.projector("general.architecture", "clip"))
        case (_, "controlvector"): self = .other(Self.adapter("general.architecture", "controlvector"))
        case (_, "eagle3"):
            self = .other(
                "holds the head of a draft ('general.architecture' is 'eagle3'), and no model: --head takes it")
        case (_, let architecture?) where Self.encoders.contains(architecture):
            self = .embeddingModel(architecture: architecture)
        default: self = .languageModel
        }
    }

    /// Architectures of llama.cpp that read a whole text at once and write none.
    private static let encoders: Set<String> = [
        "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert",
        "gemma-embedding", "llama-embed", "t5encoder", "wavtokenizer-dec",
    ]

    private static func adapter(_ key: String, _ value: String) -> String {
        "holds changes to a model ('\(key)' is '\(value)'), and no model: they must be merged into one first"
    }

    private static func projector(_ key: String, _ value: String) -> String {
        "holds the part of a model that sees or hears ('\(key)' is '\(value)'), and not the one that writes text"
    }
}

extension GGUFFile {
    /// What the file is for.
    public var purpose: GGUFPurpose { GGUFPurpose(self) }

    /// Refuses what is no language model.
    ///
    /// - Throws: ``ModelError`` that tells what the file is.
    public func checkIsLanguageModel() throws(ModelError) {
        switch purpose {
        case .languageModel: return
        case .embeddingModel(let architecture):
            throw ModelError(
                path, "is an embedding model ('general.architecture' is '\(architecture)'), which writes no text")
        case .other(let what): throw ModelError(path, what)
        }
    }

    /// Whether the architecture is one of those known here.
    public var hasKnownArchitecture: Bool {
        self["general.architecture"]?.text.map { Self.knownArchitectures.contains($0) } ?? false
    }

    /// The architectures known here.
    public static var knownArchitectures: [String] { GGUFArchitecture.all.map(\.name) }
}

import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// What is stored in this format and is no language model.
struct GGUFPurposeTests {
    private func file(type: String? = "model", architecture: String?) throws -> GGUFFile {
        var file = GGUFBytes(tensors: 0, entries: [type, architecture].reduce(0) { $0 + ($1 == nil ? 0 : 1) })
        if let type { file.entry("general.type", type) }
        if let architecture { file.entry("general.architecture", architecture) }
        let folder = try TemporaryFolder()
        let url = folder.file("m.gguf")
        try file.bytes.write(to: url)
        return try GGUFFile(contentsOf: url)
    }

    static let refused: [(type: String?, architecture: String?, what: String)] = [
        (
            "adapter", "llama",
            "holds changes to a model ('general.type' is 'adapter'), and no model: they must be merged into one first"
        ),
        (
            nil, "controlvector",
            "holds changes to a model ('general.architecture' is 'controlvector'), and no model: they must be merged into "
                + "one first"
        ),
        (
            "mmproj", "clip",
            "holds the part of a model that sees or hears ('general.type' is 'mmproj'), and not the one that writes text"
        ),
        (
            nil, "clip",
            "holds the part of a model that sees or hears ('general.architecture' is 'clip'), and not the one that writes "
                + "text"
        ),
        ("imatrix", nil, "holds statistics for quantising ('general.type' is 'imatrix'), and no model"),
        (
            "model", "eagle3",
            "holds the head of a draft ('general.architecture' is 'eagle3'), and no model: --head takes it"
        ),
        ("poem", "llama", "is of 'general.type' 'poem', and a model is expected"),
        (
            "model", "nomic-bert",
            "is an embedding model ('general.architecture' is 'nomic-bert'), which writes no text"
        ),
    ]

    @Test(arguments: refused.indices)
    func `What is no language model says what it is`(_ index: Int) throws {
        let (type, architecture, what) = Self.refused[index]
        let file = try file(type: type, architecture: architecture)
        let error = #expect(throws: ModelError.self) { try file.checkIsLanguageModel() }
        #expect(error?.description.hasSuffix("m.gguf: \(what)") == true)
    }

    @Test(arguments: ["llama", "qwen2", "qwen3", "qwen3moe", "phi3", "gemma2", "gemma3"])
    func `Families are known in this format's spelling`(_ architecture: String) throws {
        let file = try file(architecture: architecture)
        #expect(file.hasKnownArchitecture)
        #expect(file.purpose == .languageModel)
    }

    @Test
    func `Other architectures are language models that are not known`() throws {
        let file = try file(type: nil, architecture: "mamba")
        #expect(!file.hasKnownArchitecture)
        try file.checkIsLanguageModel()
    }
}

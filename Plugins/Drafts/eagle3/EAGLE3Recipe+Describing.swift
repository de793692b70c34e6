public import Foundation
import JSON
public import LanguageModels
import Speculation

extension EAGLE3Recipe: DescribableRecipe {
    /// What a place holds, read from headers.
    ///
    /// - Parameter place: A folder, or a GGUF file.
    /// - Returns: Nil where it is no head.
    /// - Throws: `ModelError` if it is one, and its configuration or its weights are damaged.
    public static func description(ofDraftAt place: URL) throws -> DraftDescription? {
        guard EAGLE3Head.isStored(at: place) else { return nil }
        let (file, checkpoint) = try EAGLE3Head.opened(place)
        let tensors = EAGLE3Tensors(checkpoint)
        let generation = try tensors.generation()
        let width = try file.layer.size("hidden_size")
        let stated = generation == .third ? try file.statedFeatureLayers() : []
        let fused = stated?.count ?? EAGLE3Configuration.usualFeatureLayers(of: 0).count
        let vocabulary = try file.layer.size("vocab_size")
        return DraftDescription(
            kind: generation.kind, format: file.isGGUF ? "GGUF" : "Hugging Face folder",
            layers: try file.layerCount(), width: width,
            targetWidth: try file.head.optionalSize("target_hidden_size")
                ?? tensors.targetWidth(fusing: fused, to: width) ?? width,
            vocabulary: vocabulary,
            draftVocabulary: generation == .third
                ? try file.head.optionalSize("draft_vocab_size") ?? tensors.draftVocabularySize ?? vocabulary
                : vocabulary,
            targetLayers: (stated ?? []).sorted(), statesLayers: stated != nil, madeFor: try file.verifierName(),
            byteCount: checkpoint.byteCount)
    }
}

extension EAGLE3Head {
    /// Whether a place holds a head rather than a model, or nothing: by the architecture of a GGUF file, and in a folder by
    /// the tensor that joins embedding and features.
    fileprivate static func isStored(at place: URL) -> Bool {
        if let file = EAGLE3GGUFSource.file(at: place) {
            return (try? GGUFFile(contentsOf: file))?["general.architecture"]?.text == "eagle3"
        }
        let configuration = place.appendingPathComponent("config.json")
        guard FileManager.default.fileExists(atPath: configuration.path) else { return false }
        let kinds = ((try? ModelFile.json(configuration))?["architectures"]?.array ?? []).compactMap(\.string)
        if kinds.contains(where: { $0.lowercased().contains("eagle") }) { return true }
        guard let checkpoint = try? Checkpoint(folder: place) else { return false }
        let tensors = EAGLE3Tensors(checkpoint)
        return tensors.has("fc.weight") || tensors.has("fc.fc.weight")
    }
}

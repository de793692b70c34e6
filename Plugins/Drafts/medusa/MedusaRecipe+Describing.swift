public import Foundation
public import LanguageModels

extension MedusaRecipe: DescribableRecipe {
    /// What a place holds, read from headers.
    ///
    /// - Parameter place: A folder.
    /// - Returns: Nil where it holds no Medusa heads, or those of a file that holds the model too.
    /// - Throws: `ModelError` if it holds them, and its configuration or its weights are damaged.
    public static func description(ofDraftAt place: URL) throws -> DraftDescription? {
        let file = place.appendingPathComponent("config.json")
        guard FileManager.default.fileExists(atPath: file.path),
            let checkpoint = try? Checkpoint(folder: place, preferring: "medusa_lm_head"),
            let tensors = try? MedusaTensors(checkpoint), !checkpoint.names.contains(where: tensors.isForeign),
            let width = tensors.width
        else { return nil }
        let reader = ConfigurationReader(file: file.path, value: try ModelFile.json(file))
        let vocabulary =
            try tensors.vocabularySize(behind: tensors.storedBlockCount) ?? reader.optionalSize("vocab_size")
        return DraftDescription(
            kind: "Medusa heads, \(tensors.headCount)", format: "Hugging Face folder", layers: tensors.storedBlockCount,
            width: width,
            targetWidth: width, vocabulary: vocabulary, draftVocabulary: vocabulary, targetLayers: [],
            statesLayers: true, madeFor: try reader.optionalText("base_model_name_or_path"),
            byteCount: checkpoint.byteCount)
    }
}

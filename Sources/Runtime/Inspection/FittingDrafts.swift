import Foundation
import JSON
import LanguageModels

/// What can draft for a model: what needs no model, and the small models and heads that lie beside it.
struct FittingDrafts {
    private let location: URL
    private let sizes: ModelInspection.Sizes
    private let byteCount: Int

    /// How much of a folder is looked at: it is a convenience, and must not take time.
    private static let mostPlaces = 64

    /// Looks beside a model.
    ///
    /// - Parameters:
    ///   - location: Its file or folder.
    ///   - sizes: Its sizes.
    ///   - byteCount: The size of its tensors.
    init(for location: URL, _ sizes: ModelInspection.Sizes, byteCount: Int) {
        self.location = location
        self.sizes = sizes
        self.byteCount = byteCount
    }

    /// One sentence part for each draft; those beside the model in the order of their names.
    ///
    /// - Parameter tokens: The model's own tokens; nil where it is no GGUF file.
    /// - Returns: Such as "small model NAME".
    func words(tokens: GGUFValue?) -> [String] {
        let folder = location.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let places = names.sorted().prefix(Self.mostPlaces).map { folder.appendingPathComponent($0) }
        return ["prompt-lookup"] + places.compactMap { smallModel($0, tokens) ?? head($0) }
    }

    /// A smaller model with the very same tokens, that can be opened.
    private func smallModel(_ place: URL, _ tokens: GGUFValue?) -> String? {
        guard place.pathExtension == "gguf", place.lastPathComponent != location.lastPathComponent, let tokens,
            (try? place.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
            let model = try? GGUFModelFiles(contentsOf: place), model.metadata["tokenizer.ggml.tokens"] == tokens,
            model.tensors.allSatisfy(\.type.isRead),
            let rows = try? GGUFModel(model).configuration().vocabularySize,
            rows >= sizes.vocabulary || rows >= count(tokens)
        else { return nil }
        let bytes = model.tensors.reduce(0) { $0 + $1.range.count }
        return bytes < byteCount ? "small model \(place.lastPathComponent)" : nil
    }

    private func count(_ tokens: GGUFValue) -> Int {
        guard case .list(let list) = tokens else { return 0 }
        return list.count
    }

    /// A head whose configuration states the model's width and vocabulary.
    private func head(_ place: URL) -> String? {
        if place.pathExtension == "gguf" { return storedHead(place) }
        let file = place.appendingPathComponent("config.json")
        guard FileManager.default.fileExists(atPath: file.path), let value = try? ModelFile.json(file) else {
            return nil
        }
        if value["medusa_num_heads"] != nil { return medusaHeads(place) }
        let layer = value["transformer_layer_config"] ?? value
        let kinds = (value["architectures"]?.array ?? []).compactMap(\.string).map { $0.lowercased() }
        guard kinds.contains(where: { $0.contains("eagle") }),
            (value["target_hidden_size"]?.integer ?? layer["hidden_size"]?.integer) == sizes.width,
            layer["vocab_size"]?.integer == sizes.vocabulary
        else { return nil }
        return "head \(place.lastPathComponent)"
    }

    /// Medusa heads, whose configuration does not state the width that they read.
    private func medusaHeads(_ place: URL) -> String? {
        guard let checkpoint = try? Checkpoint(folder: place, preferring: "medusa_lm_head"),
            checkpoint.entry("0.0.linear.weight")?.shape == [sizes.width, sizes.width]
        else { return nil }
        return "Medusa heads \(place.lastPathComponent)"
    }

    /// A head in llama.cpp's layout.
    private func storedHead(_ place: URL) -> String? {
        guard (try? place.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
            let file = try? GGUFFile(contentsOf: place), file["general.architecture"]?.text == "eagle3",
            file["eagle3.target_hidden_size"]?.integer == sizes.width,
            file["eagle3.vocab_size"].map({ $0.integer == sizes.vocabulary }) ?? true
        else { return nil }
        return "head \(place.lastPathComponent)"
    }
}

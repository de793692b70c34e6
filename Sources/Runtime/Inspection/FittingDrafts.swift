import Foundation
import LanguageModels
import Speculation

/// What can draft for a model: what needs no model, and the small models and heads that lie beside it.
struct FittingDrafts {
    private let location: URL
    private let sizes: ModelInspection.Sizes
    private let byteCount: Int
    private let registry: PluginRegistry

    /// How much of a folder is looked at: it is a convenience, and must not take time.
    private static let mostPlaces = 64

    /// Looks beside a model.
    ///
    /// - Parameters:
    ///   - location: Its file or folder.
    ///   - sizes: Its sizes.
    ///   - byteCount: The size of its tensors.
    ///   - registry: The draft policies that know their heads.
    init(for location: URL, _ sizes: ModelInspection.Sizes, byteCount: Int, in registry: PluginRegistry) {
        self.location = location
        self.sizes = sizes
        self.byteCount = byteCount
        self.registry = registry
    }

    /// Looks for all drafts.
    ///
    /// - Parameter tokens: The model's own tokens; nil where it is no GGUF file.
    /// - Returns: The drafts; those beside the model in the order of their names.
    func all(tokens: GGUFValue?) -> [FittingDraft] {
        let beside = Self.places(in: location.deletingLastPathComponent())
        let inside = Self.places(in: location)
        let own = location.lastPathComponent
        return [.lookup]
            + beside.compactMap { place in
                smallModel(place, tokens) ?? smallFolder(place) ?? head(place, called: place.lastPathComponent)
            }
            + inside.compactMap { place in head(place, called: "\(own)/\(place.lastPathComponent)") }
    }

    /// What lies in a folder, by name; nothing for a file.
    private static func places(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().prefix(mostPlaces).map { folder.appendingPathComponent($0) }
    }

    /// A smaller model in Hugging Face layout with the very same tokenizer.
    private func smallFolder(_ place: URL) -> FittingDraft? {
        guard place.lastPathComponent != location.lastPathComponent, let own = try? ModelFiles(location),
            case .folder(let folder) = own, let files = try? ModelFiles(place), files.hasTokens(of: .folder(folder)),
            (try? registry.description(ofDraftAt: place)) == nil,
            let configuration = try? files.configuration(), configuration.vocabularySize >= sizes.vocabulary,
            let checkpoint = try? Checkpoint(folder: place)
        else { return nil }
        return checkpoint.byteCount < byteCount ? .smallModel(place, byteCount: checkpoint.byteCount) : nil
    }

    /// A smaller model with the very same tokens, that can be opened.
    private func smallModel(_ place: URL, _ tokens: GGUFValue?) -> FittingDraft? {
        guard place.pathExtension == "gguf", place.lastPathComponent != location.lastPathComponent, let tokens,
            (try? place.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
            let model = try? GGUFModelFiles(contentsOf: place), model.metadata["tokenizer.ggml.tokens"] == tokens,
            model.tensors.allSatisfy(\.type.isRead),
            let rows = try? GGUFModel(model).configuration().vocabularySize,
            rows >= sizes.vocabulary || rows >= count(tokens)
        else { return nil }
        let bytes = model.tensors.reduce(0) { $0 + $1.range.count }
        return bytes < byteCount ? .smallModel(place, byteCount: bytes) : nil
    }

    private func count(_ tokens: GGUFValue) -> Int {
        guard case .list(let list) = tokens else { return 0 }
        return list.count
    }

    /// A head that a draft policy knows, for a target of the model's sizes.
    private func head(_ place: URL, called name: String) -> FittingDraft? {
        guard let known = try? registry.description(ofDraftAt: place),
            known.draft.fits(width: sizes.width, vocabulary: sizes.vocabulary, layers: sizes.layers)
        else { return nil }
        return .head(place, policy: known.policy, name: name)
    }
}

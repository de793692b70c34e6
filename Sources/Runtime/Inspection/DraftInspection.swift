import DemoModel
package import Foundation
package import LanguageModels
package import Speculation
import Strategies

/// What the file or folder of a draft that is no model says of itself, and which targets it fits.
package struct DraftInspection: Sendable {
    /// The file or folder.
    package let path: String

    /// The draft policy that reads it.
    package let policy: String

    /// What it is.
    package let draft: DraftDescription

    /// The models beside it, around it and bundled that it can draft for; names or file names.
    package let targets: [String]

    /// How much of a folder is looked at: it is a convenience, and must not take time.
    private static let mostPlaces = 64

    /// Describes a draft; nil where the place holds none that is known.
    ///
    /// - Parameters:
    ///   - place: A folder or a file.
    ///   - registry: The draft policies that know theirs.
    /// - Throws: `ModelError` if it is one, and damaged.
    package init?(_ place: URL, in registry: PluginRegistry) throws {
        guard let (policy, draft) = try registry.description(ofDraftAt: place) else { return nil }
        path = place.path
        self.policy = policy
        self.draft = draft
        let around = place.resolvingSymlinksInPath().deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: around.path)) ?? []
        let beside = names.sorted().prefix(Self.mostPlaces).map { around.appendingPathComponent($0) }
        let nearby = ([around] + beside).map { (name: $0.lastPathComponent, place: $0) }
        let bundled = BundledFiles.models.compactMap { name in
            (try? BundledFiles.model(name)).flatMap(\.self).map { (name: name, place: $0) }
        }
        // A run's folder holds the strategy that it was trained for.
        let strategy = try? StrategyLocator(registry: registry).reader.read(
            place.appendingPathComponent("strategy.yaml"))
        let trained = strategy.flatMap { strategy in
            (try? ModelLocator().locate(strategy.targetModel)).map { (name: strategy.targetModel, place: $0) }
        }
        var found: [String] = []
        if let trained, Self.fits(trained.place, draft, registry) { found.append(trained.name) }
        for (name, place) in bundled + nearby where !found.contains(name) && Self.fits(place, draft, registry) {
            found.append(name)
        }
        targets = found
    }

    private static func fits(_ place: URL, _ draft: DraftDescription, _ registry: PluginRegistry) -> Bool {
        guard let configuration = try? ModelFiles(place).configuration(),
            draft.fits(
                width: configuration.hiddenSize, vocabulary: configuration.vocabularySize,
                layers: configuration.layerCount)
        else { return false }
        // A head's own configuration states a model's sizes too.
        return (try? registry.description(ofDraftAt: place)).flatMap(\.self) == nil
    }
}

extension DraftInspection: Encodable {
    private enum CodingKeys: String, CodingKey {
        case path, kind, policy, format, layers, width, vocabulary, bytes, targets
        case draftVocabulary = "draft_vocabulary"
        case targetWidth = "target_width"
        case targetLayers = "target_layers"
        case madeFor = "made_for"
    }

    /// Writes every key; null for layers that the files do not state, and for a target that they do not name.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(draft.kind, forKey: .kind)
        try container.encode(policy, forKey: .policy)
        try container.encode(draft.format, forKey: .format)
        try container.encode(draft.layers, forKey: .layers)
        try container.encode(draft.width, forKey: .width)
        try container.encode(draft.vocabulary, forKey: .vocabulary)
        try container.encode(draft.draftVocabulary, forKey: .draftVocabulary)
        try container.encode(draft.targetWidth, forKey: .targetWidth)
        try container.encode(draft.statesLayers ? draft.targetLayers : nil, forKey: .targetLayers)
        try container.encode(draft.madeFor, forKey: .madeFor)
        try container.encode(draft.byteCount, forKey: .bytes)
        try container.encode(targets, forKey: .targets)
    }
}

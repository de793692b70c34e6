import Decoding
import Foundation
import LanguageModels
import Speculation
import Strategies

/// Opens models and puts engines together; each target is opened once.
struct EngineFactory {
    let locator: ModelLocator
    let chatTemplate: ChatTemplate?
    private var targets: [OpenedTarget.Key: OpenedTarget] = [:]

    init(locator: ModelLocator, chatTemplate: ChatTemplate?) {
        self.locator = locator
        self.chatTemplate = chatTemplate
    }

    /// The target that a strategy names.
    mutating func target(of strategy: Strategy) throws -> OpenedTarget {
        let key = OpenedTarget.Key(reference: strategy.targetModel, format: strategy.targetFormat)
        if let known = targets[key] { return known }
        let opened = try OpenedTarget(
            key.reference, folder: locator.folder(key.reference), format: key.format, chatTemplate: chatTemplate)
        targets[key] = opened
        return opened
    }

    /// Loads what a strategy names.
    mutating func engine(for strategy: Strategy) throws -> DecodingEngine {
        let target = try target(of: strategy).target
        let draft = try strategy.draft.product.load(
            in: DraftLoading(target: target, folder: { [locator] in try locator.folder($0) }))
        return DecodingEngine(
            target: target, draft: draft, builder: strategy.builder?.product, verifier: strategy.verifier.product,
            sampling: strategy.sampling)
    }
}

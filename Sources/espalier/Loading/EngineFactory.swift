import Decoding
import Foundation
import LanguageModels
import Speculation
import Strategies

/// Opens models and puts engines together; each target is opened once.
struct EngineFactory {
    let locator: ModelLocator
    let chatTemplate: ChatTemplate?
    private var targets: [String: OpenedTarget] = [:]

    init(locator: ModelLocator, chatTemplate: ChatTemplate?) {
        self.locator = locator
        self.chatTemplate = chatTemplate
    }

    /// The target that a strategy names.
    mutating func target(_ reference: String) throws -> OpenedTarget {
        if let known = targets[reference] { return known }
        let opened = try OpenedTarget(reference, folder: locator.folder(reference), chatTemplate: chatTemplate)
        targets[reference] = opened
        return opened
    }

    /// Loads what a strategy names.
    mutating func engine(for strategy: Strategy) throws -> DecodingEngine {
        let target = try target(strategy.targetModel).target
        let draft = try strategy.draft.product.load(
            in: DraftLoading(target: target, folder: { [locator] in try locator.folder($0) }))
        return DecodingEngine(
            target: target, draft: draft, builder: strategy.builder?.product, verifier: strategy.verifier.product,
            sampling: strategy.sampling)
    }
}

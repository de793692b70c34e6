import Foundation
package import Speculation
package import Strategies

/// Which of the toolkit's strategies suits a model for which none was named: what stood there before, together with a head or
/// a small model where there is one.
///
/// Each of them weighs measured costs against what was accepted lately, down to plain decoding, so that a draft that was
/// found costs little where it does not help.
package struct SuitableStrategy: Sendable {
    /// Its name.
    package let name: String

    /// The draft that takes the place of the strategy's own.
    package let draft: DraftOverride

    /// Whether it drafts with an EAGLE-3 head.
    package var needsEAGLE3Head: Bool { name == Self.names["eagle3"] }

    /// What was found, for those who did not name it; nil where nothing was looked for or found.
    package let remark: String?

    /// For a draft that was named.
    ///
    /// - Parameters:
    ///   - draft: A head, a small model, or both, of which the head is taken.
    ///   - registry: The draft policies that know their heads.
    package init(with draft: DraftOverride, in registry: PluginRegistry) {
        self.init(draft, policy: draft.head.flatMap { Self.policy(ofHead: $0, in: registry) }, remark: nil)
    }

    /// For a model with whatever lies beside it: a head, else the smallest model.
    ///
    /// - Parameters:
    ///   - model: What a strategy or an option calls the model. One that cannot be opened is for others to report.
    ///   - registry: The draft policies that know their heads.
    package init(besides model: String, in registry: PluginRegistry) {
        let inspection = try? ModelInspection(ModelLocator().locate(model), in: registry)
        var models: [(place: URL, byteCount: Int)] = []
        for draft in inspection?.fitting ?? [] {
            switch draft {
            case .lookup: break
            case .head(let place, let policy, _):
                if Self.names[policy] == nil { break }
                self.init(DraftOverride(head: place.path), policy: policy, remark: Self.remark(draft))
                return
            case .smallModel(let place, let byteCount): models.append((place, byteCount))
            }
        }
        guard let smallest = models.min(by: { $0.byteCount < $1.byteCount }) else {
            self.init(DraftOverride(), policy: nil, remark: nil)
            return
        }
        let draft = FittingDraft.smallModel(smallest.place, byteCount: smallest.byteCount)
        self.init(DraftOverride(model: smallest.place.path), policy: nil, remark: Self.remark(draft))
    }

    private init(_ draft: DraftOverride, policy: String?, remark: String?) {
        self.draft = draft
        self.remark = remark
        name =
            draft.head != nil
            ? Self.names[policy ?? ""] ?? "lookup-eagle3"
            : draft.model != nil ? "lookup-small-model" : "prompt-lookup-cost-aware"
    }

    /// The strategies of heads by the draft policy that reads them.
    private static let names = ["eagle3": "lookup-eagle3", "medusa": "lookup-medusa"]

    private static func policy(ofHead head: String, in registry: PluginRegistry) -> String? {
        guard let place = try? ModelLocator().locate(head) else { return nil }
        return try? registry.description(ofDraftAt: place)?.policy
    }

    private static func remark(_ draft: FittingDraft) -> String {
        "drafting with \(draft.words), which lies beside the model; --head and --draft-model name another"
    }
}

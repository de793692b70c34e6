import LanguageModels
import Speculation

/// A head that drafts from the target's features: EAGLE-3's of several layers (arXiv 2503.01840), or EAGLE-1's final states.
///
/// Where the target has looked, its features are the input; beyond, the head's own output takes their place, which
/// EAGLE-3's training-time test has taught it. The tree is grown as EAGLE-2 does: children are the most probable tokens.
struct EAGLE3Draft: DraftPolicy {
    let head: EAGLE3Head

    var features: FeatureRequest? { head.configuration.features }

    var remarks: [String] { head.remarks }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        EAGLE3Session(head, slots: beginning.likelySlots)
    }
}

import LanguageModels
import Speculation

/// A head that drafts from the target's features: EAGLE-3's of several layers (arXiv 2503.01840), or EAGLE-1's final states.
///
/// Where the target has looked, its features are the input; beyond, the head's own output takes their place, which
/// EAGLE-3's training-time test has taught it. Children are the most probable tokens, as EAGLE-2 has them, or drawn
/// ones, as EAGLE-1 had them.
struct EAGLE3Draft: DraftPolicy {
    let head: EAGLE3Head

    /// How it chooses children.
    var draw = DrawMode.topK

    var features: FeatureRequest? { head.configuration.features }

    var remarks: [String] { head.remarks }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        EAGLE3Session(self, beginning)
    }
}

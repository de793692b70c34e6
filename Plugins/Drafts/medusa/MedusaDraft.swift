import LanguageModels
import Speculation

/// Heads that each guess a token further ahead from the target's final state.
///
/// Cai et al. 2024, arXiv 2401.10774. The target itself tells the next token, head 0 the one after it, and so on: one state
/// gives the chances of every depth, and those of a node do not depend on the nodes above it. So a tree of the best products
/// is a tree of best guesses of each depth combined.
struct MedusaDraft: DraftPolicy {
    let heads: MedusaHeads

    /// How they choose children.
    let draw: DrawMode

    /// Whether the heads are yet to be trained, and tell what the target's own head tells of every depth.
    var isNew = false

    var features: FeatureRequest? { FeatureRequest(finalState: true) }

    var remarks: [String] {
        heads.remarks
            + (isNew ? ["head: new: the Medusa heads are untrained, each guesses the token before its own"] : [])
    }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession { MedusaSession(self, beginning) }
}

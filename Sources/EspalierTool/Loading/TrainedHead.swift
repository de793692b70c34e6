import Evaluation
import Foundation

/// A head that an experiment trained, as it is stored.
struct TrainedHead {
    /// The arm's name.
    let arm: String

    /// Where its training's randomness started.
    let seed: UInt64

    /// What training took.
    let cost: TrainingCost

    /// Where it is stored.
    let folder: URL

    /// Where it is stored, as the user named it.
    var path: String { folder.relativePath }
}

package import Ranks
import Tensors
import Training

/// A training that several processes share: all of them open it, and all but the leader follow it to its end.
package enum RankedTraining {
    /// Opens a training on every rank.
    ///
    /// - Parameters:
    ///   - ranks: All processes.
    ///   - open: Opens the training; batches are already those of all ranks together.
    /// - Returns: What the leader goes on with, who ends with ``end(_:)``; nil on the others, once the leader has ended.
    /// - Throws: On the leader, what any rank throws, or `RankError` if they were not given the same.
    package static func setUp(_ ranks: RankGroup, _ open: () throws -> TrainingSetup) throws -> TrainingSetup? {
        let own = Result { try open() }
        let facts = own.map { $0.identity.trained.merging(["kernels": KernelVariant.name]) { own, _ in own } }
        guard try ranks.agree(on: facts), case .success(let setup) = own else { return nil }
        if ranks.isLeader { return setup }
        var trainer = try setup.trainer(from: nil)
        trainer.divideBatches(among: ranks)
        try trainer.followLeader()
        return nil
    }

    /// Lets the other ranks end; on the leader.
    package static func end(_ ranks: RankGroup) {
        // Who cannot be told is gone.
        try? Trainer.end(ranks)
    }
}

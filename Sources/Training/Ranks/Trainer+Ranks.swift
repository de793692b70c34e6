import Autograd
public import Ranks
import Speculation

/// Training by several processes at once: every rank has the models and the data, and the leader trains.
///
/// For an update it gives the parameters to all others; each computes the gradients of its part of the batch, adds them to the sum that
/// the rank before it sends, and passes this on, the last rank to the leader. So sequences are added in the order of the batch, and the
/// weights are, bit for bit, those that one process with the whole batch arrives at.
extension Trainer {
    /// What the leader asks the others for.
    private enum Order: Int {
        case update, end
    }

    /// An order, and the number of updates so far.
    private static func next(in ranks: RankGroup, _ order: Order = .end, step: Int = 0) throws -> (Order, step: Int) {
        var words = [order.rawValue, step]
        try ranks.share(&words)
        return (Order(rawValue: words[0]) ?? .end, words[1])
    }

    /// Divides the batches of further updates among ranks.
    ///
    /// - Parameter ranks: All processes, this one being one of them.
    /// - Precondition: Their number divides a batch.
    public mutating func divideBatches(among ranks: RankGroup) {
        precondition(options.batch.isMultiple(of: ranks.count), "\(options.batch) sequences for \(ranks.count) ranks")
        self.ranks = ranks
    }

    /// Does what the leader asks for until that has no more to ask; on every rank but the leader.
    ///
    /// - Throws: `RankError` if messages fail. What an update throws is told to the leader.
    public mutating func followLeader() throws {
        guard let ranks else { return }
        while case (.update, let step) = try Self.next(in: ranks) {
            let parameters = try state.parameters.replaced { try ranks.share(&$0) }
            let own = Result { try gradients(at: ownPlaces, step: step, parameters: parameters) }
            let before = Result { try BatchShare.received(from: ranks.rank - 1, like: parameters, in: ranks) }
            let share = Result { try BatchShare(adding: own.get(), to: before.get()) }
            try BatchShare.send(share, to: (ranks.rank + 1) % ranks.count, in: ranks)
        }
    }

    /// Ends the work of all ranks: the leader's word, which the others wait for.
    ///
    /// - Throws: `RankError` if messages fail.
    public static func end(_ ranks: RankGroup) throws { _ = try next(in: ranks) }

    /// The sequences of a batch that this process looks at.
    var ownPlaces: Range<Int> {
        guard let ranks else { return 0..<options.batch }
        let share = options.batch / ranks.count
        return ranks.rank * share..<(ranks.rank + 1) * share
    }

    /// What the batch of the next update comes to.
    mutating func wholeBatch() throws -> BatchShare {
        if let ranks {
            _ = try Self.next(in: ranks, .update, step: state.step)
            _ = try state.parameters.replaced { try ranks.share(&$0) }
        }
        let own = Result {
            let parts = try gradients(at: ownPlaces, step: state.step, parameters: state.parameters)
            return BatchShare(adding: parts, to: BatchShare())
        }
        guard let ranks else { return try own.get() }
        try BatchShare.send(own, to: 1, in: ranks)
        // The others go on to the end of the update whatever happens here.
        let whole = Result { try BatchShare.received(from: ranks.count - 1, like: state.parameters, in: ranks) }
        _ = try own.get()
        return try whole.get()
    }
}

import Evaluation
import Ranks

/// What one of several processes has trained of an experiment, as it tells the leader.
struct ExperimentShare: Codable {
    /// A training that came to its end.
    struct Finished: Codable {
        let job: Int
        let steps: Int
        let seconds, flops: Double
    }

    /// A training that could not go on.
    struct Failed: Codable {
        let job: Int
        let reason: String
    }

    var finished: [Finished] = []
    var failed: [Failed] = []

    /// Whether the user has stopped it.
    var isStopped = false

    /// What ended this process's work before its end, in one sentence.
    var obstacle: String?

    /// The trainings of a process, by number: every so many.
    static func jobs(of count: Int, in ranks: RankGroup?) -> [Int] {
        Array(stride(from: ranks?.rank ?? 0, to: count, by: ranks?.count ?? 1))
    }

    /// Adds what the others tell, which the leader waits for.
    ///
    /// - Throws: `RankError` if one of them has met an obstacle.
    mutating func addOthers(in ranks: RankGroup) throws {
        for rank in 1..<ranks.count {
            let other = try ranks.message(ExperimentShare.self, from: rank)
            if let obstacle = other.obstacle { throw RankError.failed(rank: rank, message: obstacle) }
            finished += other.finished
            failed += other.failed
            isStopped = isStopped || other.isStopped
        }
        finished.sort { $0.job < $1.job }
        failed.sort { $0.job < $1.job }
    }
}

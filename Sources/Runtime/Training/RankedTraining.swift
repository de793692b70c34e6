import Foundation
package import Ranks
import Speculation
import Tensors
import Training

/// A training that several processes share: all of them open it, and all but the leader follow it to its end.
package enum RankedTraining {
    /// What a rank tells of itself, or why it could not open what it was given.
    private struct Report: Codable {
        var failure: String?
        var facts: [String: String] = [:]
    }

    /// Opens a training on every rank.
    ///
    /// - Parameters:
    ///   - ranks: All processes.
    ///   - open: Opens the training; batches are already those of all ranks together.
    /// - Returns: What the leader goes on with, who ends with ``end(_:)``; nil on the others, once the leader has ended.
    /// - Throws: On the leader, what any rank throws, or `RankError` if they were not given the same.
    package static func setUp(_ ranks: RankGroup, _ open: () throws -> TrainingSetup) throws -> TrainingSetup? {
        let own = Result { try open() }
        guard ranks.isLeader else {
            try ranks.send(message: Array(try JSONEncoder().encode(report(of: own))), to: 0)
            guard case .success(let setup) = own else {
                try Trainer.end(ranks)
                return nil
            }
            var trainer = try setup.trainer(from: nil)
            trainer.divideBatches(among: ranks)
            try trainer.followLeader()
            return nil
        }
        do {
            let reports = try (1..<ranks.count).map { other in
                try JSONDecoder().decode(Report.self, from: Data(try ranks.message(from: other)))
            }
            let setup = try own.get()
            let facts = report(of: own).facts
            for (report, rank) in zip(reports, 1...) {
                if let failure = report.failure { throw RankError.failed(rank: rank, message: failure) }
                let names = Set(facts.keys).union(report.facts.keys).sorted()
                if let name = names.first(where: { facts[$0] != report.facts[$0] }) {
                    throw RankError.differs(rank: rank, what: name)
                }
            }
            return setup
        } catch {
            end(ranks)
            throw error
        }
    }

    /// Lets the other ranks end; on the leader.
    package static func end(_ ranks: RankGroup) {
        // Who cannot be told is gone.
        try? Trainer.end(ranks)
    }

    private static func report(of setup: Result<TrainingSetup, any Error>) -> Report {
        switch setup {
        case .failure(let error): return Report(failure: "\(error)")
        case .success(let setup):
            var facts = setup.identity.trained
            facts["program"] = programHash
            facts["kernels"] = KernelVariant.name
            return Report(facts: facts)
        }
    }

    /// A number by which to know the running program again; the name alone where it cannot be read.
    private static var programHash: String {
        guard let program = Bundle.main.executableURL,
            let content = try? Data(contentsOf: program, options: .alwaysMapped)
        else { return CommandLine.arguments[0] }
        var hash = ContentHash()
        hash.combine(words: content)
        return String(hash.value, radix: 16)
    }
}

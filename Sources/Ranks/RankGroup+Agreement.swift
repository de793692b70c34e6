import Foundation
import Speculation

extension RankGroup {
    /// What a rank tells of itself, or why it could not open what it was given.
    private struct Report: Codable {
        var failure: String?
        var facts: [String: String] = [:]
    }

    /// Makes sure that all ranks could open what they were given, and were given the same.
    ///
    /// - Parameter facts: What this rank's work depends on, by name, or why there is none; the program goes without saying.
    /// - Returns: Whether there is work to do: false on all ranks but the leader, which throws, where there is none.
    /// - Throws: On the leader, its own error, or ``RankError`` if another rank has failed or has other facts.
    public func agree(on facts: Result<[String: String], any Error>) throws -> Bool {
        guard isLeader else {
            try send(message: Self.report(of: facts), to: 0)
            var verdict = [0]
            try share(&verdict)
            return verdict[0] == 1
        }
        do {
            let reports = try (1..<count).map { try message(Report.self, from: $0) }
            _ = try facts.get()
            let own = Self.report(of: facts)
            for (report, rank) in zip(reports, 1...) {
                if let failure = report.failure { throw RankError.failed(rank: rank, message: failure) }
                let names = Set(own.facts.keys).union(report.facts.keys).sorted()
                if let name = names.first(where: { own.facts[$0] != report.facts[$0] }) {
                    throw RankError.differs(rank: rank, what: name)
                }
            }
        } catch {
            try share(0)
            throw error
        }
        try share(1)
        return true
    }

    private func share(_ verdict: Int) throws(RankError) {
        var verdict = [verdict]
        try share(&verdict)
    }

    private static func report(of facts: Result<[String: String], any Error>) -> Report {
        switch facts {
        case .failure(let error): Report(failure: "\(error)")
        case .success(let facts): Report(facts: facts.merging(["program": programMark]) { own, _ in own })
        }
    }

    /// By which to know the running program again: what it consists of, or its name where it cannot be read.
    private static var programMark: String {
        guard let program = Bundle.main.executableURL,
            let content = try? Data(contentsOf: program, options: .alwaysMapped)
        else { return CommandLine.arguments[0] }
        var hash = ContentHash()
        hash.combine(words: content)
        return "\(content.count) bytes, hash \(String(hash.value, radix: 16))"
    }
}

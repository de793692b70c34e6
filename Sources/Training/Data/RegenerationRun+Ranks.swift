import Files
import Ranks

/// A regeneration by several processes: each decodes every so many prompts, and the leader alone writes down what becomes of them.
extension RegenerationRun {
    /// What a process tells the leader.
    private struct Message: Codable {
        /// A record and the number of its prompt; nil at the end.
        var number: Int?
        var record: String?

        /// The tokens generated, at the end.
        var tokens = 0

        /// What ended the work before its end, in one sentence.
        var obstacle: String?
    }

    /// Takes what other processes have told by now.
    ///
    /// - Throws: `RankError` if one of them cannot go on.
    mutating func receiveFromOthers() throws {
        guard let ranks = regeneration.ranks else { return }
        for rank in others.sorted() {
            while others.contains(rank), try ranks.hasMessage(from: rank) {
                let message = try ranks.message(Message.self, from: rank)
                if let obstacle = message.obstacle { throw RankError.failed(rank: rank, message: obstacle) }
                guard let number = message.number, let text = message.record else {
                    tokensOfOthers += message.tokens
                    others.remove(rank)
                    continue
                }
                waiting[number] = try RegenerationRecord(line: TextLine(number: 1, text: text), of: "rank \(rank)")
            }
        }
    }

    /// Works on this process's prompts and tells the leader of each; on all others but the leader.
    mutating func follow(in ranks: RankGroup) throws {
        var end = Message()
        do {
            while !isIdle && !regeneration.isCancelled() {
                try work()
                for (number, record) in waiting.sorted(by: { $0.key < $1.key }) {
                    try ranks.send(message: Message(number: number, record: try record.line()), to: 0)
                }
                waiting = [:]
            }
        } catch let error as RankError {
            throw error
        } catch {
            end.obstacle = "\(error)"
        }
        end.tokens = generation.tokenCount
        try ranks.send(message: end, to: 0)
    }
}

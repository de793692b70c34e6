import Speculation

/// A draft's session and where it stands in a sequence.
struct DraftPlace {
    var session: any DraftSession

    /// How many tokens of the sequence precede the first that the session heard of.
    let start: Int

    /// How many tokens of the sequence are committed, as far as the session has heard.
    private(set) var end: Int

    /// How many committed tokens it has heard of since it drafted last, for each draft that it is merged of: the next first
    /// pass of a round reads them.
    private var unreadOfSources: [Int]

    /// A session that hears of a sequence from some token on.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - sources: How many drafts it is merged of.
    ///   - start: How many tokens of the sequence precede the first that it hears of.
    init(_ session: any DraftSession, of sources: Int, from start: Int) {
        self.session = session
        self.start = start
        end = start
        unreadOfSources = [Int](repeating: 0, count: sources)
    }

    /// How many drafts it is merged of.
    var sourceCount: Int { unreadOfSources.count }

    /// How many committed tokens have yet to be read, by the draft that has read least.
    var unread: Int { unreadOfSources.max() ?? 0 }

    /// The same of each of several merged drafts; empty for one draft.
    var unreadBySource: [Int] { sourceCount > 1 ? unreadOfSources : [] }

    /// How many committed tokens will be read when some nodes are grown first in a round.
    func unread(growing frontier: Frontier) -> Int { frontier.source.map { unreadOfSources[$0] } ?? unread }

    /// Whether it can forget all tokens beyond a number of them and go on.
    func reaches(_ count: Int) -> Bool { start <= count && count <= end }

    /// How many tokens it has yet to read when those beyond a number of them are forgotten.
    func unread(retaining count: Int) -> Int { max(unread - (end - count), 0) }

    private mutating func markRead(by source: Int?) {
        if let source {
            unreadOfSources[source] = 0
        } else {
            for place in unreadOfSources.indices { unreadOfSources[place] = 0 }
        }
    }

    /// Tells the session of committed tokens.
    mutating func commit(_ commitment: Commitment) throws {
        end += commitment.tokens.count
        for place in unreadOfSources.indices { unreadOfSources[place] += commitment.tokens.count }
        try session.commit(commitment)
    }

    /// Proposes children of nodes, as the session does; whatever was committed has then been read.
    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        defer { markRead(by: frontier.source) }
        return try session.expand(frontier, of: tree)
    }

    /// Begins another answer to a text whose first tokens stay as they are, and the one after them too.
    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        let forgotten = end - count
        for place in unreadOfSources.indices { unreadOfSources[place] = max(unreadOfSources[place] - forgotten, 0) }
        end = count
        session.rewind(to: count - start, for: beginning)
    }
}

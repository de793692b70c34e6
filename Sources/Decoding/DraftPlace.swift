import Speculation

/// A draft's session and where it stands in a sequence.
struct DraftPlace {
    var session: any DraftSession

    /// How many tokens of the sequence precede the first that the session heard of.
    let start: Int

    /// How many tokens of the sequence are committed, as far as the session has heard.
    private(set) var end: Int

    /// How many committed tokens it has heard of since it drafted last: its next first pass of a round reads them.
    private(set) var unread = 0

    /// A session that hears of a sequence from some token on.
    init(_ session: any DraftSession, from start: Int) {
        self.session = session
        self.start = start
        end = start
    }

    /// Whether it can forget all tokens beyond a number of them and go on.
    func reaches(_ count: Int) -> Bool { start <= count && count <= end }

    /// How many tokens it has yet to read when those beyond a number of them are forgotten.
    func unread(retaining count: Int) -> Int { max(unread - (end - count), 0) }

    /// Tells the session of committed tokens.
    mutating func commit(_ commitment: Commitment) throws {
        end += commitment.tokens.count
        unread += commitment.tokens.count
        try session.commit(commitment)
    }

    /// Proposes children of nodes, as the session does; whatever was committed has then been read.
    mutating func expand(_ frontier: Frontier, of tree: TokenTree) throws -> Candidates {
        defer { unread = 0 }
        return try session.expand(frontier, of: tree)
    }

    /// Begins another answer to a text whose first tokens stay as they are, and the one after them too.
    mutating func rewind(to count: Int, for beginning: DraftBeginning) {
        unread = unread(retaining: count)
        end = count
        session.rewind(to: count - start, for: beginning)
    }
}

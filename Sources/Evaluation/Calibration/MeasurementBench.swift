import Costs
import Decoding
import Speculation

/// A sequence of target and draft at some context, made to run passes of every size.
struct MeasurementBench {
    private var target: any TargetSession
    private var draft: (any DraftSession)?
    private let width: Int
    private var next: Token
    private var unread: [Int]

    /// How many passes of one size count, after those that settle.
    private static let burst = 3

    /// How many passes of a size run in a row.
    static func passes(of size: Int) -> Int { settlingPasses(of: size) + burst }

    /// How many of them do not count: plain decoding, which runs no other size, takes longer to settle.
    private static func settlingPasses(of size: Int) -> Int { size == 1 ? RoundCosts.settlingPasses : 1 }

    /// The seconds from which on a pass counts at once.
    private static let longPass = 0.05

    /// Reads a prompt of as many tokens as the context has.
    init(_ engine: DecodingEngine, context: Int, width: Int) throws {
        self.width = width
        target = try engine.target.begin(providing: engine.draft?.features)
        draft = try engine.draft?.begin(DraftBeginning())
        let tokens = Self.prompt(context + 1, for: engine.target)
        next = tokens[context]
        let read = try target.append(Array(tokens.dropLast()))
        try draft?.commit(Commitment(tokens: tokens.dropLast(), next: next, features: read.features, round: nil))
        unread = [Int](repeating: context, count: engine.draft?.sourceCount ?? 1)
    }

    /// Tokens that repeat themselves, so that a draft by retrieval finds something.
    static func prompt(_ count: Int, for target: any Target) -> [Token] {
        (0..<count).map { $0 % 13 % target.vocabularySize }
    }

    /// Runs one pass of every size.
    ///
    /// - Parameters:
    ///   - counts: Whether to keep the times.
    ///   - place: Which of the curves' contexts this bench has.
    ///   - verify: Gets the target's passes.
    ///   - drafts: Get the passes of each draft.
    /// - Throws: What target and draft throw.
    mutating func sweep(
        _ counts: Bool, _ place: Int, _ verify: inout SampledCurve, _ drafts: inout [SampledDraft]
    ) throws {
        for (column, size) in verify.sizes.enumerated() {
            var seconds = try round(scoring: size)
            // Decoding runs one size after another much the same: what one leaves in the caches serves the next. Passes
            // that read more than any cache holds have no such memory, and one is enough.
            for pass in 1..<Self.passes(of: size) where seconds < Self.longPass {
                seconds = try round(scoring: size)
                if counts && pass >= Self.settlingPasses(of: size) {
                    verify.add(seconds, size: column, context: place)
                }
            }
            if counts && seconds >= Self.longPass { verify.add(seconds, size: column, context: place) }
        }
        guard draft != nil else { return }
        for source in drafts.indices { try sweep(counts, place, source, &drafts[source]) }
    }

    /// Runs one pass of every size of one draft.
    private mutating func sweep(
        _ counts: Bool, _ place: Int, _ source: Int, _ passes: inout SampledDraft
    ) throws {
        let sizes = passes.read.sizes
        // Reads what the rounds above have committed, so that the passes below read what they are meant to.
        try draftingRound(by: source, committing: sizes[0], growing: 1)
        for (column, nodes) in passes.grow.sizes.enumerated() {
            let following = sizes[(column + 1) % sizes.count]
            let times = try draftingRound(by: source, committing: following, growing: nodes)
            guard counts else { continue }
            if let readColumn = sizes.firstIndex(of: times.unread) {
                passes.read.add(times.read, size: readColumn, context: place)
            }
            if let seconds = times.grow { passes.grow.add(seconds, size: column, context: place) }
        }
    }

    /// Scores a tree of this many nodes and keeps the root alone.
    private mutating func round(scoring nodes: Int) throws -> Double {
        let tree = Self.tree(root: next, nodes: nodes)
        let start = ContinuousClock.now
        let scores = try target.score(tree)
        let features = try target.keep([0])
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try commit(tree, scores, Verdict(lastAccepted: 0, bonus: next), features)
        return seconds
    }

    /// Lets the draft grow the root and then some of its children, and commits a run of tokens for it to read.
    ///
    /// - Returns: Seconds of the first pass and how many tokens it read; seconds of the second, if there was one.
    @discardableResult
    private mutating func draftingRound(
        by source: Int, committing run: Int, growing nodes: Int
    ) throws -> (read: Double, unread: Int, grow: Double?) {
        var tree = TokenTree(root: next)
        draft?.beginRound()
        let unread = unread[source]
        let (children, read) = try expand(Frontier([0], width: max(width, nodes)), by: source, of: tree)
        self.unread[source] = 0
        tree.attach(children)
        var grow: Double?
        if tree.draftedCount >= nodes {
            let (grandchildren, seconds) = try expand(
                Frontier(Array(1...nodes), width: width), by: source, of: tree)
            tree.attach(grandchildren)
            grow = seconds
        }
        // The draft has not seen these nodes, so that nothing of them is in its cache.
        let first = tree.count
        var chain = Candidates()
        for step in stride(from: 1, to: run, by: 1) {
            chain.append(next, after: step == 1 ? 0 : first + step - 2, logProbability: nil)
        }
        tree.attach(chain)
        let scored = tree.keeping(Array(first..<tree.count))
        let scores = try target.score(scored)
        let verdict = Verdict(lastAccepted: scored.count - 1, bonus: next)
        try commit(scored, scores, verdict, target.keep(Array(0..<scored.count)))
        return (read, unread, grow)
    }

    private mutating func expand(
        _ frontier: Frontier, by source: Int, of tree: TokenTree
    ) throws -> (candidates: Candidates, seconds: Double) {
        var frontier = frontier
        if unread.count > 1 { frontier.source = source }
        let start = ContinuousClock.now
        let candidates = try draft?.expand(frontier, of: tree) ?? Candidates()
        return (candidates, (ContinuousClock.now - start) / .seconds(1))
    }

    private mutating func commit(
        _ tree: TokenTree, _ scores: TreeScores, _ verdict: Verdict, _ features: (any TargetFeatures)?
    ) throws {
        let outcome = RoundOutcome(tree: tree, scores: scores, verdict: verdict)
        let tokens = [tree.tokens[0]] + outcome.path.map { tree.tokens[$0] }
        try draft?.commit(Commitment(tokens: tokens, next: verdict.bonus, features: features, round: outcome))
        for place in unread.indices { unread[place] += tokens.count }
        next = verdict.bonus
    }

    /// A tree in which every node has two children, as deep as trees of that many nodes tend to be.
    private static func tree(root: Token, nodes: Int) -> TokenTree {
        var tree = TokenTree(root: root)
        var candidates = Candidates(capacity: nodes)
        for node in stride(from: 1, to: nodes, by: 1) {
            candidates.append(root, after: (node - 1) / 2, logProbability: nil)
        }
        tree.attach(candidates)
        return tree
    }
}

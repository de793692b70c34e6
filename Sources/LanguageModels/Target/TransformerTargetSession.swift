import Speculation
import Tensors

/// One sequence of a ``TransformerTarget``.
///
/// It is an object, so that several can be brought together for a pass without a copy of their keys and values.
final class TransformerTargetSession: TargetSession {
    private var session: TransformerSession
    private let features: FeatureRequest?

    /// The features of the path kept last, and the batch of the trees scored last; both are made anew in place.
    private var states: Matrix
    private var batch = LayerBatch()

    init(_ model: Transformer, features: FeatureRequest?) throws {
        self.features = features
        session = try TransformerSession(model, capturing: features ?? FeatureRequest())
        states = Matrix(rows: 0, columns: (features?.stateCount ?? 0) * model.configuration.hiddenSize)
    }

    /// The committed tokens and those of the tree scored last, where a text may come to be read anew.
    private var committed: [Token] = []
    private var scored: [Token] = []

    /// How many tokens of a prompt are yet to be appended, and whether some of it have been.
    private var expected = 0
    private var isMidway = false

    func expect(_ count: Int) { (expected, isMidway) = (count, false) }

    func append(_ tokens: [Token]) throws -> (scores: TreeScores, features: (any TargetFeatures)?) {
        let whole = max(expected, tokens.count)
        if !isMidway { try renew(for: session.cache.length + whole) }
        expected = max(expected - tokens.count, 0)
        isMidway = expected > 0
        if rereads { committed += tokens }
        guard let features else {
            try session.read(tokens, of: whole)
            return (scores(), nil)
        }
        if tokens.count <= TransformerSession.rowsOfPiece && !features.finalState {
            try session.read(tokens, of: whole)
            return (scores(), LayerFeatures(states: session.results.takeLayerStates()))
        }
        var prompt = Matrix(rows: tokens.count, columns: states.columns)
        try session.read(tokens, of: whole) { piece, session in
            for (row, place) in piece.enumerated() { session.results.copyCaptured(row, to: &prompt, row: place) }
        }
        return (scores(), LayerFeatures(states: prompt))
    }

    func score(_ tree: TokenTree) throws -> TreeScores {
        try prepare(for: tree)
        batch.removeAll()
        batch.append(treeAfter: session.cache.length, parents: tree.parents, depths: tree.depths)
        try session.run(tree.tokens, in: batch, logits: .all)
        return scores()
    }

    func keep(_ path: [Int]) throws -> (any TargetFeatures)? {
        session.cache.keep(path)
        if rereads { committed += path.map { scored[$0] } }
        guard features != nil else { return nil }
        states.resize(rows: path.count)
        for (row, node) in path.enumerated() { session.results.copyCaptured(node, to: &states, row: row) }
        return LayerFeatures(states: states)
    }

    func rewind(to count: Int) {
        session.cache.rewind(to: count)
        isMidway = false
        if rereads { committed.removeLast(committed.count - count) }
    }

    /// Makes sure that the context holds a tree, and that all before it is rotated as the tree's text is.
    private func prepare(for tree: TokenTree) throws {
        let length = session.cache.length
        let limit = session.model.configuration.contextLimit
        guard length + tree.deepest < limit else {
            throw session.model.error(
                "a tree of depth \(tree.deepest) after \(length.counting("token")) exceeds the context of \(limit)")
        }
        guard tree.deepest <= depthLimit else {
            throw session.model.error(
                "a tree of depth \(tree.deepest) after \(length) tokens is partly beyond the \(length + 1 + depthLimit) of a short "
                    + "text, and the model rotates all of a longer one otherwise (longrope)")
        }
        try renew(for: length + 1 + tree.deepest)
        if rereads { scored = tree.tokens }
    }

    private func scores() -> TreeScores {
        TreeScores(logits: session.logits.values, vocabularySize: session.model.configuration.vocabularySize)
    }
}

/// Texts that are rotated by their length: one that outgrows short texts is read anew, as transformers does.
extension TransformerTargetSession {
    /// Whether that may come to pass, so that tokens are kept for it.
    private var rereads: Bool { session.model.trainedContext != nil }

    /// Trees end where short texts do: the next one's root is that of a long text.
    var depthLimit: Int {
        guard let limit = session.model.shortTextLimit, session.cache.length < limit else { return .max }
        return limit - session.cache.length - 1
    }

    /// Reads the committed tokens anew where those of a text of some length would have other keys.
    private func renew(for length: Int) throws {
        guard rereads, session.turnsOtherwise(at: length) else { return }
        session.cache.rewind(to: 0)
        try session.read(committed, of: length)
    }
}

/// Passes over the trees of several sequences.
extension TransformerTargetSession {
    /// Scores one tree for each of several sequences of one model: in one pass, unless they want different features.
    static func score(
        _ trees: [TokenTree], in sequences: [TransformerTargetSession]
    ) -> [Result<TreeScores, any Error>] {
        precondition(trees.count == sequences.count, "\(trees.count) trees for \(sequences.count) sequences")
        var results: [Result<TreeScores, any Error>?] = zip(trees, sequences).map { tree, sequence in
            do {
                try sequence.prepare(for: tree)
                try sequence.session.model.checkVocabulary(tree.tokens)
                return nil
            } catch {
                return .failure(error)
            }
        }
        var open = results.indices.filter { results[$0] == nil }
        while let any = open.first {
            let leader = open.first { sequences[$0].features != nil } ?? any
            let others = open.filter { $0 != leader && sequences[$0].isContent(with: sequences[leader].features) }
            let together = [leader] + others
            let scored = scoreTogether(together.map { trees[$0] }, in: together.map { sequences[$0] })
            for (place, result) in zip(together, scored) { results[place] = result }
            open.removeAll { results[$0] != nil }
        }
        return results.compactMap { $0 }
    }

    /// Whether a pass that captures some features captures all that this sequence wants.
    private func isContent(with captured: FeatureRequest?) -> Bool { features == nil || features == captured }

    /// One pass; the first sequence holds the logits of all.
    private static func scoreTogether(
        _ trees: [TokenTree], in sequences: [TransformerTargetSession]
    ) -> [Result<TreeScores, any Error>] {
        let leader = sequences[0]
        let model = leader.session.model
        var tokens: [Token] = []
        var pass = model.passes.take(for: model)
        leader.batch.removeAll()
        for (tree, sequence) in zip(trees, sequences) {
            leader.batch.append(
                treeAfter: sequence.session.cache.length, parents: tree.parents, depths: tree.depths)
            tokens += tree.tokens
            pass.borrow(&sequence.session.cache)
        }
        pass.run(tokens, in: leader.batch, of: model, logits: .all, into: &leader.session.results)
        for sequence in sequences.reversed() { pass.giveBack(&sequence.session.cache) }
        model.passes.give(pass)
        return zip(leader.batch.parts, sequences).map { part, sequence in
            Result { try sequence.takeScores(of: part.rows, from: leader) }
        }
    }

    /// What this sequence's rows of a pass have become.
    private func takeScores(of rows: Range<Int>, from leader: TransformerTargetSession) throws -> TreeScores {
        let joint = leader.session.results
        if self !== leader && features != nil { session.results.take(rows, of: joint) }
        guard joint.logits.isFinite(rows) else { throw session.model.explainNonFinite() }
        let size = joint.logits.columns
        return TreeScores(
            logits: joint.logits.values[rows.lowerBound * size..<rows.upperBound * size], vocabularySize: size)
    }
}

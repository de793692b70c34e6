public import Speculation
import Tensors

extension TransformerSession {
    /// Prompts are read in pieces of this many tokens, which bounds the buffers.
    public static let rowsOfPiece = 512

    /// Reads a prompt behind the committed tokens, and commits it; the logits are then those after its last token.
    ///
    /// - Parameters:
    ///   - prompt: At least one token.
    ///   - whole: How many tokens are read one after another, these and further pieces; these alone unless given.
    ///   - visit: Called after each piece with the places of its tokens, while this session holds their states.
    /// - Throws: ``ModelError`` if the prompt is empty or the context does not hold it, if a token has no embedding, or if
    ///   the logits are not finite.
    public mutating func read(
        _ prompt: [Token], of whole: Int? = nil,
        visit: (_ piece: Range<Int>, _ session: borrowing TransformerSession) -> Void = { _, _ in }
    ) throws {
        guard !prompt.isEmpty else { throw model.error("cannot read an empty prompt") }
        let limit = model.configuration.contextLimit
        guard cache.length + prompt.count <= limit else {
            let past = cache.length > 0 ? " after \(cache.length) others" : ""
            throw model.error("the prompt has \(prompt.count.counting("token"))\(past), and the context \(limit)")
        }
        // Whoever says how many there are has seen to it that these go on from what was read.
        if whole == nil { try checkBeginning() }
        try checkGrowth(to: cache.length + prompt.count, readingAtOnce: whole ?? prompt.count)
        for start in stride(from: 0, to: prompt.count, by: Self.rowsOfPiece) {
            let piece = start..<min(start + Self.rowsOfPiece, prompt.count)
            let batch = LayerBatch.causal(past: cache.length, rows: piece.count, route: .throughput)
            try run(
                Array(prompt[piece]), in: batch, logits: piece.upperBound == prompt.count ? .last : .none,
                readingAtOnce: whole ?? prompt.count)
            cache.append(piece.count)
            visit(piece, self)
        }
    }
}

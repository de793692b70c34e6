/// The target's logits at every node of a tree.
///
/// Row *i* is what the target expects to follow node *i*, before temperature; it is bit for bit what plain decoding
/// would compute after the tokens on the path to that node. As a session gives them, rows are the target's own; as verifiers
/// and ``RoundOutcome`` have them, a request's bias and penalties are applied (``LogitRule``), and where end tokens are
/// suppressed some logits are minus infinity.
public struct TreeScores: Sendable, Equatable {
    /// The logits, row-major `[count, vocabularySize]`; a slice, so that a session can lend its buffer without a copy.
    public let logits: ArraySlice<Float>

    /// The number of columns.
    public let vocabularySize: Int

    /// Wraps logits that a target computed.
    ///
    /// - Parameters:
    ///   - logits: Row-major `[count, vocabularySize]`.
    ///   - vocabularySize: The number of columns, at least 1.
    /// - Precondition: The number of logits is a multiple of the vocabulary's size.
    public init(logits: ArraySlice<Float>, vocabularySize: Int) {
        precondition(vocabularySize > 0 && logits.count.isMultiple(of: vocabularySize), "ragged score rows")
        self.logits = logits
        self.vocabularySize = vocabularySize
    }

    /// Wraps logits that fill an array.
    ///
    /// - Parameters:
    ///   - logits: Row-major `[count, vocabularySize]`.
    ///   - vocabularySize: The number of columns, at least 1.
    public init(logits: [Float], vocabularySize: Int) {
        self.init(logits: logits[...], vocabularySize: vocabularySize)
    }

    /// The number of rows.
    public var count: Int { logits.count / vocabularySize }

    /// The logits after one node, `[vocabularySize]`, without a copy.
    public func row(_ node: Int) -> ArraySlice<Float> {
        let start = logits.startIndex + node * vocabularySize
        return logits[start..<start + vocabularySize]
    }
}

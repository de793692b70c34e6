/// One conversation as training sees it.
public struct TrainingSequence: Sendable {
    /// The tokens, `[count]`.
    public let tokens: [Token]

    /// Whether each token belongs to an answer, `[count]`.
    public let isAnswer: [Bool]

    /// Gathers a sequence.
    ///
    /// - Parameters:
    ///   - tokens: The tokens.
    ///   - isAnswer: Whether each belongs to an answer, one for each token.
    public init(tokens: [Token], isAnswer: [Bool]) {
        precondition(tokens.count == isAnswer.count, "\(tokens.count) tokens with \(isAnswer.count) marks")
        self.tokens = tokens
        self.isAnswer = isAnswer
    }
}

extension TrainingSequence {
    /// How many rows predict an answer token at the first step: row p predicts token p + 2.
    public var predictedCount: Int { isAnswer.dropFirst(2).count { $0 } }

    /// The positions after which a tree would be drafted: those whose next token belongs to an answer.
    ///
    /// The first token has no row before it, so no tree can grow from it.
    public var treePositions: [Int] { (1..<max(tokens.count - 1, 1)).filter { isAnswer[$0 + 1] } }
}

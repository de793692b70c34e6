import LanguageModels
import Speculation

/// What a small model writes after a text in one round, and the target's tokens that spell it.
struct TextContinuation {
    private let vocabularies: TextVocabularies
    private var decoder: StreamingDecoder
    private var text = ""

    /// Up to where in the text, in bytes, each of the small model's tokens reaches, and the log-probability of all up to it.
    private var reaches: [(end: Int, logProbability: Float)] = []

    /// The text as tokens of the target, of which the last may change while the text grows.
    private var targetTokens: [Token] = []

    /// Whether nothing follows any more.
    private(set) var isFinished = false

    /// How many tokens the small model has written since the target's tokens last grew in number.
    private var idleSteps = 0

    /// The small model may spell a target's token by several, but not by any number.
    private static let mostIdleSteps = 12

    init(_ vocabularies: TextVocabularies) {
        self.vocabularies = vocabularies
        decoder = StreamingDecoder(continuing: vocabularies.own)
    }

    /// Takes the small model's next token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - logProbability: Its log-probability.
    ///   - committed: What the text continues.
    /// - Throws: `TokenizerError` if an expression of the target's tokenizer takes too long on the text.
    mutating func append(_ token: Token, logProbability: Float, after committed: CommittedText) throws {
        let isEnd = vocabularies.isEnd(token)
        text += isEnd ? decoder.finish() : decoder.append(token)
        reaches.append((text.utf8.count, (reaches.last?.logProbability ?? 0) + logProbability))
        let found = text.isEmpty ? [] : try committed.targetTokens(continuedBy: text)
        idleSteps = found.count > targetTokens.count ? 0 : idleSteps + 1
        targetTokens = found
        if isEnd {
            if let end = vocabularies.targetEnd(for: token) { targetTokens.append(end) }
            isFinished = true
        }
        if idleSteps > Self.mostIdleSteps { isFinished = true }
    }

    /// Ends the continuation where the small model can write no more.
    mutating func finish() { isFinished = true }

    /// The target's token at a place, with its log-probability as far as that is known; nil where there is none yet.
    ///
    /// The last token of a text that still grows counts as none: what comes next may turn it into another one.
    ///
    /// - Parameters:
    ///   - place: Counted from the first token after the committed ones.
    ///   - proposed: The tokens before it as they were proposed.
    /// - Returns: The token.
    func token(at place: Int, after proposed: [Token]) -> (token: Token, logProbability: Float)? {
        guard targetTokens.count > (isFinished ? place : place + 1), targetTokens.starts(with: proposed) else {
            return nil
        }
        let before = reached(by: targetTokens.prefix(place))
        return (targetTokens[place], min(reached(by: targetTokens.prefix(place + 1)) - before, 0))
    }

    /// The log-probability of the small model's tokens up to the first that reaches as far as some of the target's.
    private func reached(by tokens: ArraySlice<Token>) -> Float {
        guard !tokens.isEmpty else { return 0 }
        let hasEnd = tokens.last.map { vocabularies.target.isSpecial($0) } ?? false
        let end = hasEnd ? .max : vocabularies.targetText(of: tokens, isWhole: false).utf8.count
        return (reaches.first { $0.end >= end } ?? reaches.last)?.logProbability ?? 0
    }
}

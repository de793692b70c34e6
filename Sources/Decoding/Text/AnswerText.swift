public import Speculation

/// The text of an answer as its tokens come: what is shown never has a part of a stop string.
///
/// What ``append(_:)`` and at last ``finish()`` return, joined, is the answer's text up to the first stop string, or all of
/// it. Text that may be the beginning of a stop string, or half a character, is held back until that is decided.
public struct AnswerText: Sendable {
    private var decoder: any TextDecoder
    private var finder: StopStringFinder
    private let minimumTokens: Int
    private var tokens = 0

    /// Whether the text has come to a stop string.
    public var hasStopped: Bool { finder.hasFound }

    /// Starts an answer.
    ///
    /// - Parameters:
    ///   - decoder: At the beginning of a text.
    ///   - stopStrings: Where the text ends.
    ///   - minimumTokens: A stop string that is complete after this many tokens, or fewer, is part of the text.
    public init(_ decoder: any TextDecoder, stopStrings: [String] = [], minimumTokens: Int = 0) {
        self.decoder = decoder
        finder = StopStringFinder(stopStrings)
        self.minimumTokens = minimumTokens
    }

    /// Takes the next token.
    ///
    /// - Returns: The text that is certain by now, often empty.
    public mutating func append(_ token: Token) -> String {
        tokens += 1
        return finder.append(decoder.append(token), passesOver: tokens <= minimumTokens)
    }

    /// Ends the answer.
    ///
    /// - Returns: The rest of the text, with U+FFFD for what still is half a character.
    public mutating func finish() -> String {
        finder.append(decoder.finish(), passesOver: tokens <= minimumTokens) + finder.finish()
    }
}

extension AnswerText {
    /// Watches for the end of an answer; nil where no text ends it.
    init?(endingBy limits: DecodingLimits) {
        guard let stop = limits.stopStrings, !stop.strings.isEmpty else { return nil }
        self.init(stop.decoder, stopStrings: stop.strings, minimumTokens: limits.minimumNewTokens)
    }
}

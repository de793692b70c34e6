import Decoding
import LanguageModels
import Speculation

/// What a target wrote is no prompt.
struct PromptFault: Error {
    let reason: RegenerationRecord.DropReason
}

extension Regeneration {
    /// Tokens that end a prompt the target writes: those that end its answers, and every token that controls it, since
    /// some formats end a user's turn by beginning the model's.
    var promptStopTokens: Set<Token> {
        codec.stopTokens.union(codec.tokenizer.specialTokens.map(\.id))
    }

    /// The prompt in what the target wrote.
    ///
    /// Formats without control tokens end a user's turn by words, where the text is cut.
    func prompt(in text: GeneratedText) -> Result<String, PromptFault> {
        var written = codec.text(text.tokens)
        var hasEnded = text.finish == .stopToken
        let closing = (userTurn?.closing ?? "").trimmingPrefix(while: \.isWhitespace)
        if !closing.isEmpty, let words = written.firstRange(of: closing) {
            written = String(written[..<words.lowerBound])
            hasEnded = true
        }
        guard hasEnded else { return .failure(PromptFault(reason: .promptTooLong)) }
        let kept = written.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        let prompt = String(kept)
        guard !prompt.isEmpty, !prompt.unicodeScalars.contains("\u{FFFD}") else {
            return .failure(PromptFault(reason: .unreadablePrompt))
        }
        return .success(prompt)
    }
}

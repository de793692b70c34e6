package import LanguageModels
package import Speculation

/// The tokenizers of a small model and a target that share nothing but text.
package struct TextVocabularies: Sendable {
    /// The small model's.
    let own: Tokenizer

    /// The target's.
    let target: Tokenizer

    private let ownEnds: Set<Token>
    private let targetEnd: Token?

    /// Pairs tokenizers.
    ///
    /// - Parameters:
    ///   - own: The small model's tokenizer.
    ///   - ownEnds: The tokens that end its answers.
    ///   - target: The target's tokenizer.
    ///   - targetEnds: The tokens that end the target's answers.
    package init(own: Tokenizer, ends ownEnds: Set<Token>, target: Tokenizer, ends targetEnds: Set<Token>) {
        self.own = own
        self.target = target
        self.ownEnds = ownEnds
        targetEnd = targetEnds.min()
    }

    /// Whether a token of the small model stands for no text, so that its continuation ends there.
    func isEnd(_ token: Token) -> Bool {
        ownEnds.contains(token) || own.isSpecial(token) || own.piece(of: token) == nil
    }

    /// The target's token for one that ends the small model's continuation: that of the same name, or the end of an answer for
    /// an end; nil where there is none.
    func targetEnd(for token: Token) -> Token? {
        if own.isSpecial(token), let name = own.piece(of: token), let same = target.id(of: name),
            target.isSpecial(same)
        {
            return same
        }
        return ownEnds.contains(token) ? targetEnd : nil
    }

    /// The small model's tokens of a special token of the target: its own of the same name, or those of the name as text.
    func ownTokens(ofSpecial name: String) throws -> [Token] {
        if let same = own.id(of: name), own.isSpecial(same) { return [same] }
        return try ownTokens(of: name)
    }

    /// The small model's tokens of a text, none of them special.
    func ownTokens(of text: String) throws -> [Token] {
        try own.encode(text, addSpecialTokens: false, recognisingSpecialTokens: false)
    }

    /// The target's tokens of a text, none of them special.
    func targetTokens(of text: String) throws -> [Token] {
        try target.encode(text, addSpecialTokens: false, recognisingSpecialTokens: false)
    }

    /// The text of tokens in the midst of a text, as far as no later token changes it.
    ///
    /// - Parameters:
    ///   - tokens: Tokens of the target.
    ///   - isWhole: Whether nothing follows, so that half a character shows as U+FFFD.
    /// - Returns: The text.
    func targetText(of tokens: some Sequence<Token>, isWhole: Bool) -> String {
        var decoder = StreamingDecoder(continuing: target)
        let text = tokens.reduce(into: "") { $0 += decoder.append($1) }
        return isWhole ? text + decoder.finish() : text
    }
}

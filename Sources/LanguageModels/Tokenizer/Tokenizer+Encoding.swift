extension Tokenizer {
    /// The token ids of a text.
    ///
    /// - Parameters:
    ///   - text: Any text; the empty one has no tokens of its own.
    ///   - addSpecialTokens: Whether the file's template (a beginning-of-sequence token, say) is put around it. False
    ///     for a rendered chat template, which spells them out.
    ///   - recognisingSpecialTokens: Whether the spelling of a special token in the text is that token. False for text
    ///     from outside, which must not control the model: it is then encoded like any other text. Added tokens that
    ///     are not special, such as runs of spaces, are recognised either way.
    /// - Returns: The ids. A character for which the vocabulary has neither token, bytes nor unknown token has none.
    public func encode(
        _ text: String, addSpecialTokens: Bool, recognisingSpecialTokens: Bool = true
    ) -> [Int] {
        encode(
            [recognisingSpecialTokens ? .control(text) : .content(text)], addSpecialTokens: addSpecialTokens)
    }

    /// The token ids of a rendered conversation.
    ///
    /// The segments are encoded as the one text they form, so words that straddle them merge as they would in it; but
    /// special tokens are recognised only where they lie wholly in control text.
    ///
    /// - Parameters:
    ///   - segments: What a ``ChatTemplate`` renders.
    ///   - addSpecialTokens: Whether the file's template is put around the ids too; templates spell out what they need.
    /// - Returns: The ids.
    public func encode(_ segments: [ChatSegment], addSpecialTokens: Bool = false) -> [Int] {
        let marked = MarkedText(segments)
        var ids: [Int] = []
        for piece in writtenTokens.pieces(of: marked.scalars, mayBeSpecial: marked.isControl) {
            switch piece {
            case .token(let id): ids.append(id)
            case .text(let range):
                let text = String(String.UnicodeScalarView(marked.scalars[range]))
                let isTrusted = marked.holdsControl(in: range) && !holdsForgery(marked.contents(in: range))
                ids += encodeText(normalized(text), isFirst: range.lowerBound == 0, mayBeSpecial: isTrusted)
            }
        }
        guard addSpecialTokens else { return ids }
        return postProcessor.prefix + ids + postProcessor.suffix
    }

    /// Tells whether content spells a special token that is looked for in normalised text.
    ///
    /// Normalising loses track of which part was control text, so a stretch with a forgery in it is searched for no
    /// special token at all.
    private func holdsForgery(_ contents: [ArraySlice<Unicode.Scalar>]) -> Bool {
        normalizedTokens.hasSpecialTokens
            && contents.contains {
                normalizedTokens.findsSpecialToken(in: normalized(String(String.UnicodeScalarView($0))))
            }
    }

    private func normalized(_ text: String) -> [Unicode.Scalar] {
        Array((normalizer?.normalize(text) ?? text).unicodeScalars)
    }

    private func encodeText(_ text: [Unicode.Scalar], isFirst: Bool, mayBeSpecial: Bool) -> [Int] {
        var ids: [Int] = []
        for piece in normalizedTokens.pieces(of: text, mayBeSpecial: { _ in mayBeSpecial }) {
            switch piece {
            case .token(let id): ids.append(id)
            case .text(let range):
                let text = String(String.UnicodeScalarView(text[range]))
                let whole = [PreTokenizer.Word(text: text, isFirst: isFirst && range.lowerBound == 0)]
                for word in preTokenizer?.words(of: whole) ?? whole { ids += model.encode(word.text) }
            }
        }
        return ids
    }
}

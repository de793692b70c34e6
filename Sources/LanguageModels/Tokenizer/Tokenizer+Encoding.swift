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
    /// - Throws: ``TokenizerError`` if an expression of the file takes too long on the text.
    /// - Returns: The ids. A character for which the vocabulary has neither token, bytes nor unknown token has none.
    public func encode(
        _ text: String, addSpecialTokens: Bool, recognisingSpecialTokens: Bool = true
    ) throws -> [Int] {
        try encode(
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
    /// - Throws: ``TokenizerError`` if an expression of the file takes too long on the text.
    /// - Returns: The ids.
    public func encode(_ segments: [ChatSegment], addSpecialTokens: Bool = false) throws -> [Int] {
        let marked = MarkedText(segments.lazy.map { ChatStretch($0, part: .context) })
        let ids = try tokens(of: marked).map(\.id)
        guard addSpecialTokens else { return ids }
        return postProcessor.prefix + ids + postProcessor.suffix
    }

    /// The tokens of a text with whether each is the model's to write, without the file's template.
    func tokens(of marked: MarkedText) throws -> [(id: Int, isAnswer: Bool)] {
        let budget = RewritingBudget(length: marked.scalars.count, file: source)
        var tokens: [(id: Int, isAnswer: Bool)] = []
        for piece in writtenTokens.pieces(of: marked.scalars, mayBeSpecial: marked.isControl) {
            switch piece {
            case .token(let id, let range):
                // A token may swallow the white space around it, whose part in the exchange says nothing.
                let own = range.filter { !marked.scalars[$0].isWhiteSpace }
                tokens.append((id, (own.isEmpty ? Array(range) : own).allSatisfy { marked.isAnswer[$0] }))
            case .text(let range):
                let text = try encodeText(in: range, of: marked, within: budget)
                let places = try answerPlaces(in: range, of: marked, length: text.length, within: budget)
                let isAnswer = text.reaches(into: places)
                tokens += zip(text.tokens, isAnswer).map { ($0.id, $1) }
            }
        }
        return tokens
    }

    private func encodeText(
        in range: Range<Int>, of marked: MarkedText, within budget: RewritingBudget
    ) throws -> PlacedText {
        let text = String(String.UnicodeScalarView(marked.scalars[range]))
        let isTrusted = try marked.holdsControl(in: range) && !holdsForgery(marked.contents(in: range), within: budget)
        return try encodeText(
            normalized(text, within: budget), isFirst: range.lowerBound == 0, mayBeSpecial: isTrusted, within: budget)
    }

    /// Where in a text's rewritten form the model's part lies.
    ///
    /// A boundary's place is the length that the text before it has when rewritten alone: the rewriting of a
    /// beginning does not depend on what follows, except where a vocabulary's rules strip white space.
    private func answerPlaces(
        in range: Range<Int>, of marked: MarkedText, length: Int, within budget: RewritingBudget
    ) throws -> [Range<Int>] {
        func place(of boundary: Int) throws -> Int {
            if boundary == range.upperBound { return length }
            return min(try encodeText(in: range.lowerBound..<boundary, of: marked, within: budget).length, length)
        }
        return try marked.answerRuns(in: range).filter(\.isAnswer).compactMap { run in
            let (start, end) = (try place(of: run.range.lowerBound), try place(of: run.range.upperBound))
            return start < end ? start..<end : nil
        }
    }

    /// Tells whether content spells a special token that is looked for in normalized text.
    ///
    /// Normalizing loses track of which part was control text, so a stretch with a forgery in it is searched for no
    /// special token at all.
    private func holdsForgery(_ contents: [ArraySlice<Unicode.Scalar>], within budget: RewritingBudget) throws -> Bool {
        try normalizedTokens.hasSpecialTokens
            && contents.contains {
                let text = try normalized(String(String.UnicodeScalarView($0)), within: budget)
                return normalizedTokens.findsSpecialToken(in: text)
            }
    }

    private func normalized(_ text: String, within budget: RewritingBudget) throws -> [Unicode.Scalar] {
        Array((try normalizer?.normalize(text, within: budget) ?? text).unicodeScalars)
    }

    private func encodeText(
        _ text: [Unicode.Scalar], isFirst: Bool, mayBeSpecial: Bool, within budget: RewritingBudget
    ) throws -> PlacedText {
        var placed = PlacedText()
        for piece in normalizedTokens.pieces(of: text, mayBeSpecial: { _ in mayBeSpecial }) {
            switch piece {
            case .token(let id, let range):
                placed.append([PlacedToken(id: id, end: range.count)], length: range.count)
            case .text(let range):
                let text = String(String.UnicodeScalarView(text[range]))
                let whole = [PreTokenizer.Word(text: text, isFirst: isFirst && range.lowerBound == 0)]
                for word in try preTokenizer?.words(of: whole, within: budget) ?? whole {
                    placed.append(model.encode(word.text), length: word.text.unicodeScalars.count)
                }
            }
        }
        return placed
    }
}

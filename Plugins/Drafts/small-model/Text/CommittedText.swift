import LanguageModels
import Speculation

/// A sequence of the target's tokens as text, and as tokens of the small model.
struct CommittedText {
    /// What lies between two special tokens, or one of them.
    private struct Part {
        /// The special token's name; nil for text.
        var name: String?

        /// The text that is certain.
        var text = ""

        /// The small model's tokens of it; nil where they are not known yet.
        var ownTokens: [Token]?
    }

    private let vocabularies: TextVocabularies

    /// What the target's tokenizer puts before every text, which the small model's own stands in for.
    private let targetPrefix: [Token]

    private(set) var tokens: [Token] = []

    /// The tokens since the last special one.
    private(set) var tail: [Token] = []

    private var parts: [Part] = []
    private var decoder: StreamingDecoder

    init(_ vocabularies: TextVocabularies) {
        self.vocabularies = vocabularies
        targetPrefix = vocabularies.target.tokensBeforeText
        decoder = StreamingDecoder(vocabularies.target, skipSpecialTokens: false)
    }

    mutating func append(_ token: Token) {
        tokens.append(token)
        let target = vocabularies.target
        if target.isSpecial(token) {
            endText()
            tail.removeAll(keepingCapacity: true)
            guard targetPrefix.count < tokens.count || targetPrefix[tokens.count - 1] != token else { return }
            parts.append(Part(name: target.piece(of: token)))
        } else {
            tail.append(token)
            add(decoder.append(token))
        }
    }

    mutating func rewind(to count: Int) {
        let kept = tokens.prefix(count)
        self = CommittedText(vocabularies)
        for token in kept { append(token) }
    }

    /// The small model's tokens of the whole text, its own beginning before them.
    ///
    /// They follow from the text alone: they are made anew where it has grown.
    mutating func ownTokens() throws -> [Token] {
        var all = vocabularies.own.tokensBeforeText
        for place in parts.indices {
            let own: [Token]
            if let known = parts[place].ownTokens {
                own = known
            } else if let name = parts[place].name {
                own = try vocabularies.ownTokens(ofSpecial: name)
            } else {
                own = try vocabularies.ownTokens(of: parts[place].text)
            }
            parts[place].ownTokens = own
            all += own
        }
        return all
    }

    /// Whether there is more than the certain text, such as the first byte of a character.
    private var endsInCharacter: Bool {
        var rest = decoder
        return !rest.finish().isEmpty
    }

    private mutating func endText() {
        add(decoder.finish())
        decoder = StreamingDecoder(continuing: vocabularies.target)
    }

    private mutating func add(_ text: String) {
        guard !text.isEmpty else { return }
        if parts.last.map({ $0.name != nil }) ?? true { parts.append(Part()) }
        parts[parts.count - 1].text += text
        parts[parts.count - 1].ownTokens = nil
    }

    /// The target's tokens of a text that continues this one.
    ///
    /// The last tokens are tokenized together with it, so that words straddle the boundary as they would in one text; where the
    /// tokenizer would have cut what is committed in another way, fewer of them, at last none.
    ///
    /// - Parameter continuation: What follows the certain text.
    /// - Returns: The tokens after the committed ones; none where none spell this text.
    /// - Throws: `TokenizerError` if an expression of the tokenizer takes too long on it.
    func targetTokens(continuedBy continuation: String) throws -> [Token] {
        // Half a character must be among what is tokenized together with its other half.
        for count in [8, 4, 2, 1, 0] where count <= tail.count && (count > 0 || !endsInCharacter) {
            let anchor = tail.suffix(count)
            let text = vocabularies.targetText(of: anchor, isWhole: false) + continuation
            // A tokenizer may put a blank before every text by itself.
            for spelling in text.hasPrefix(" ") ? [text, String(text.dropFirst())] : [text] {
                let found = try vocabularies.targetTokens(of: spelling)
                guard found.starts(with: anchor) else { continue }
                let rest = Array(found.dropFirst(count))
                if count > 0 || vocabularies.targetText(of: rest, isWhole: true) == continuation { return rest }
            }
        }
        return []
    }
}

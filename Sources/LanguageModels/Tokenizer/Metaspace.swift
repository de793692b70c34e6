/// SentencePiece's way with spaces: they become a visible character, and a text may get one in front.
struct Metaspace: Sendable {
    /// Which texts get the character in front, unless they begin with it.
    enum PrependScheme: String, Sendable {
        case always, never, first
    }

    /// What stands for a space, usually U+2581 "▁".
    let replacement: Unicode.Scalar
    let prependScheme: PrependScheme

    /// The text with its spaces replaced; `isFirst` tells whether it begins where the whole text begins.
    func replaced(_ text: String, isFirst: Bool) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.lazy.map { $0 == " " ? replacement : $0 })
        let isEligible = prependScheme == .always || (prependScheme == .first && isFirst)
        if isEligible, scalars.first != replacement { scalars.insert(replacement, at: scalars.startIndex) }
        return String(scalars)
    }

    /// Cuts at every replacement character.
    func pieces(of text: String) -> [TextPattern.Piece] {
        TextPattern.pieces(of: text, cutAt: String(replacement))
    }
}

extension Metaspace {
    /// Reads the fields a Metaspace pre-tokenizer and decoder share.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        replacement = try component.character("replacement")
        if let name = try component.optionalString("prepend_scheme") {
            guard let scheme = PrependScheme(rawValue: name) else {
                throw component.fault("the prepend_scheme \"\(name)\" is not one of always, never, first")
            }
            prependScheme = scheme
        } else {
            // Files from before the scheme say the same with a truth value.
            prependScheme = try component.bool("add_prefix_space", default: true) ? .always : .never
        }
    }
}

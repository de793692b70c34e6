/// A token that is cut out of a text as a whole, before anything else happens to it.
struct AddedToken: Sendable {
    let id: Int
    let content: String

    /// Whether it controls the model rather than stands for text.
    let isSpecial: Bool

    /// Whether it is found in the normalized text, not in the text as written.
    let isNormalized: Bool

    /// Whether it must not touch another word character.
    let isSingleWord: Bool

    /// Whether it takes the white space before it.
    let stripsLeft: Bool

    /// Whether it takes the white space after it.
    let stripsRight: Bool
}

extension AddedToken {
    /// Reads one of the `added_tokens` of a tokenizer file.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        id = try component.count("id")
        // The same bound as the vocabulary's ids have.
        guard id <= Int(Int32.max) else { throw component.fault("\"id\" must be an integer from 0 to \(Int32.max)") }
        content = try component.string("content")
        isSpecial = try component.bool("special", default: false)
        isNormalized = try component.bool("normalized", default: !isSpecial)
        isSingleWord = try component.bool("single_word", default: false)
        stripsLeft = try component.bool("lstrip", default: false)
        stripsRight = try component.bool("rstrip", default: false)
    }
}

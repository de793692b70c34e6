internal import JSON

/// What is put around a text's tokens when special tokens are asked for.
struct PostProcessor: Sendable {
    /// The ids before the text, usually a beginning-of-sequence token.
    private(set) var prefix: [Int] = []

    /// The ids after the text.
    private(set) var suffix: [Int] = []

    /// Adds nothing.
    init() {}

    /// Reads the `post_processor` of a tokenizer file.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        switch try component.string("type") {
        // It only moves character offsets, which are not kept here.
        case "ByteLevel": break
        case "Sequence":
            for part in try component.children("processors") {
                let inner = try PostProcessor(part)
                prefix = inner.prefix + prefix
                suffix += inner.suffix
            }
        case "TemplateProcessing": try readTemplate(component)
        case let type:
            throw component.unsupportedType(type, supported: ["TemplateProcessing", "ByteLevel", "Sequence"])
        }
    }

    private mutating func readTemplate(_ component: TokenizerComponent) throws(TokenizerError) {
        var hasSeenText = false
        for piece in try component.children("single") {
            if let special = piece.child("SpecialToken") {
                let ids = try Self.ids(of: try special.string("id"), in: component)
                if hasSeenText { suffix += ids } else { prefix += ids }
            } else if let text = piece.child("Sequence"), try text.string("id") == "A", !hasSeenText {
                hasSeenText = true
            } else {
                throw piece.fault("expected a SpecialToken, or the Sequence A once")
            }
        }
        guard hasSeenText else { throw component.fault("the template \"single\" has no Sequence A") }
    }

    private static func ids(
        of name: String, in component: TokenizerComponent
    ) throws(TokenizerError) -> [Int] {
        guard let special = component.child("special_tokens")?.child(name),
            let ids = special.child("ids")?.value.array?.map(\.integer)
        else { throw component.fault("the special token \"\(name)\" has no ids") }
        let known = ids.compactMap { $0 }
        guard known.count == ids.count else { throw special.fault("ids must be integers") }
        return known
    }
}

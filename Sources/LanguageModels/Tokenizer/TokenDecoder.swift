/// One step from tokens as the vocabulary spells them back to text.
enum TokenDecoder: Sendable {
    /// Joins all tokens and reads ``ByteAlphabet`` spellings as bytes.
    case byteLevel

    /// Replaces a pattern in every token.
    case replace(TextPattern, with: String)

    /// Reads runs of `<0xE2>` tokens as bytes.
    case byteFallback

    /// Joins all tokens to one.
    case fuse

    /// Takes up to `start` and `stop` characters off the two ends of every token.
    case strip(Unicode.Scalar, start: Int, stop: Int)

    /// Turns the replacement character into spaces, and into nothing in the first token unless none is prepended.
    case metaspace(Metaspace)

    /// Puts a space between tokens; what a file without decoder means.
    case spaced
}

extension TokenDecoder {
    private static let supported = [
        "ByteLevel", "Sequence", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace",
    ]

    /// Reads the `decoder` of a tokenizer file as the steps it consists of.
    static func steps(_ component: TokenizerComponent) throws(TokenizerError) -> [TokenDecoder] {
        switch try component.string("type") {
        case "Sequence":
            var steps: [TokenDecoder] = []
            for part in try component.children("decoders") { steps += try Self.steps(part) }
            return steps
        case "ByteLevel": return [.byteLevel]
        case "Replace":
            guard let pattern = component.child("pattern") else { throw component.fault("the \"pattern\" is missing") }
            return [.replace(try TextPattern(pattern), with: try component.string("content"))]
        case "ByteFallback": return [.byteFallback]
        case "Fuse": return [.fuse]
        case "Strip":
            return [
                .strip(
                    try component.character("content"), start: try component.count("start"),
                    stop: try component.count("stop"))
            ]
        case "Metaspace": return [.metaspace(try Metaspace(component))]
        case let type: throw component.unsupportedType(type, supported: supported)
        }
    }
}

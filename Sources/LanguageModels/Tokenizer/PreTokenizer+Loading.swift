extension PreTokenizer {
    private static let supported = [
        "Sequence", "Split", "ByteLevel", "Metaspace", "Digits", "Punctuation", "Whitespace", "WhitespaceSplit",
    ]

    /// GPT-2's pattern, which the ByteLevel pre-tokenizer's own documentation fixes.
    static let byteLevelPattern =
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

    /// Reads the `pre_tokenizer` of a tokenizer file.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        switch try component.string("type") {
        case "Sequence":
            var parts: [PreTokenizer] = []
            for part in try component.children("pretokenizers") { parts.append(try PreTokenizer(part)) }
            self = .sequence(parts)
        case "Split":
            guard let pattern = component.child("pattern") else { throw component.fault("the \"pattern\" is missing") }
            self = .split(
                try TextPattern(pattern), try Self.behavior(of: component, default: nil),
                invert: try component.bool("invert", default: false))
        case "ByteLevel":
            let usesPattern = try component.bool("use_regex", default: true)
            self = .byteLevel(
                addPrefixSpace: try component.bool("add_prefix_space", default: true),
                pattern: usesPattern ? try Self.pattern(Self.byteLevelPattern, for: component) : nil)
        case "Metaspace":
            self = .metaspace(try Metaspace(component), split: try component.bool("split", default: true))
        case "Digits": self = .digits(individual: try component.bool("individual_digits", default: false))
        case "Punctuation": self = .punctuation(try Self.behavior(of: component, default: .isolated))
        case "Whitespace":
            self = .split(try Self.pattern(#"\w+|[^\w\s]+"#, for: component), .removed, invert: true)
        case "WhitespaceSplit": self = .whitespaceSplit
        case let type: throw component.unsupportedType(type, supported: Self.supported)
        }
    }

    private static func pattern(
        _ expression: String, for component: TokenizerComponent
    ) throws(TokenizerError) -> TextPattern {
        do { return try TextPattern(expression: expression, at: component.fault("")) } catch {
            throw component.fault("the expression \(expression) cannot be read")
        }
    }

    private static func behavior(
        of component: TokenizerComponent, default standard: SplitBehavior?
    ) throws(TokenizerError) -> SplitBehavior {
        if let standard, component.child("behavior") == nil { return standard }
        let name = try component.string("behavior")
        guard let behavior = SplitBehavior(rawValue: name) else {
            throw component.fault("the behavior \"\(name)\" is not known")
        }
        return behavior
    }
}

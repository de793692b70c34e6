internal import Foundation

/// How a text's characters are rewritten before it is cut into words.
enum Normalizer: Sendable {
    case sequence([Normalizer])
    case prepend(String)
    case replace(TextPattern, with: String)
    case composed
    case decomposed
    case compatiblyComposed
    case compatiblyDecomposed
    case lowercase
    case strip(left: Bool, right: Bool)

    /// The rewritten text.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - budget: When to give up.
    /// - Returns: The text.
    /// - Throws: ``TokenizerError`` as expressions do.
    func normalize(_ text: String, within budget: RewritingBudget) throws -> String {
        switch self {
        case .sequence(let normalizers): try normalizers.reduce(text) { try $1.normalize($0, within: budget) }
        case .prepend(let prefix): text.isEmpty ? text : prefix + text
        case .replace(let pattern, let content): try pattern.replacing(in: text, with: content, within: budget)
        case .composed: text.precomposedStringWithCanonicalMapping
        case .decomposed: text.decomposedStringWithCanonicalMapping
        case .compatiblyComposed: text.precomposedStringWithCompatibilityMapping
        case .compatiblyDecomposed: text.decomposedStringWithCompatibilityMapping
        // Character by character: the reference engine knows no context such as a final sigma.
        case .lowercase: text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
        case .strip(let left, let right): Self.stripped(text, left: left, right: right)
        }
    }

    private static func stripped(_ text: String, left: Bool, right: Bool) -> String {
        var rest = text.unicodeScalars[...]
        if left { rest = rest.drop(while: \.isWhiteSpace) }
        if right { while let last = rest.last, last.isWhiteSpace { rest.removeLast() } }
        return String(rest)
    }
}

extension Normalizer {
    private static let supported = [
        "Sequence", "Prepend", "Replace", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip",
    ]

    /// Reads the `normalizer` of a tokenizer file.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        switch try component.string("type") {
        case "Sequence":
            var normalizers: [Normalizer] = []
            for part in try component.children("normalizers") { normalizers.append(try Normalizer(part)) }
            self = .sequence(normalizers)
        case "Prepend": self = .prepend(try component.string("prepend"))
        case "Replace":
            guard let pattern = component.child("pattern") else { throw component.fault("the \"pattern\" is missing") }
            self = .replace(try TextPattern(pattern), with: try component.string("content"))
        case "NFC": self = .composed
        case "NFD": self = .decomposed
        case "NFKC": self = .compatiblyComposed
        case "NFKD": self = .compatiblyDecomposed
        case "Lowercase": self = .lowercase
        case "Strip":
            self = .strip(
                left: try component.bool("strip_left", default: true),
                right: try component.bool("strip_right", default: true))
        case let type: throw component.unsupportedType(type, supported: Self.supported)
        }
    }
}

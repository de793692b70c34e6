/// A ``TokenDecoder`` at work: what it still holds back, and what it has seen.
struct DecodingStage: Sendable {
    private let decoder: TokenDecoder

    /// Whether a token came before, which a fusing step has thus already opened.
    private var hasBegun: Bool

    /// The fragments of a token that must be whole before this step can act.
    private var gathered = ""

    /// Bytes that are no whole character yet, or a run of byte tokens that is not over.
    private var bytes: [UInt8] = []

    /// How many characters may still be stripped off the token's start.
    private var strippable = 0

    /// Makes a fresh stage; a continuing one treats its first token as one in the middle of a text.
    init(_ decoder: TokenDecoder, isContinuing: Bool) {
        self.decoder = decoder
        hasBegun = isContinuing
    }

    /// Takes a fragment and returns what is decided by now.
    mutating func push(_ fragment: TokenFragment) -> [TokenFragment] {
        switch decoder {
        case .fuse: return [fused(fragment.text)]
        case .strip(let character, let start, 0):
            if fragment.begins { strippable = start }
            return [stripped(fragment, of: character)]
        default:
            gathered += fragment.text
            guard fragment.ends else { return [] }
            defer { gathered = "" }
            return pushToken(gathered)
        }
    }

    /// Returns what was held back; no fragment follows.
    mutating func finish() -> [TokenFragment] {
        switch decoder {
        case .fuse: return [TokenFragment(text: "", begins: !hasBegun, ends: true)]
        case .byteLevel:
            return [TokenFragment(text: String(decoding: bytes, as: UTF8.self), begins: !hasBegun, ends: true)]
        case .byteFallback: return endOfByteRun()
        default: return []
        }
    }

    private mutating func pushToken(_ token: String) -> [TokenFragment] {
        switch decoder {
        case .byteLevel:
            bytes += ByteAlphabet.bytes(of: token)
            return [fused(CompleteCharacters.take(from: &bytes))]
        case .replace(let pattern, let content):
            // A token's text is short: what takes long on it is as unreadable as bytes that are no character.
            let text = try? pattern.replacing(
                in: token, with: content, within: RewritingBudget(for: .milliseconds(100)))
            return [.whole(text ?? "\u{FFFD}")]
        case .byteFallback:
            if let byte = Self.byte(namedBy: token) {
                bytes.append(byte)
                return []
            }
            return endOfByteRun() + [.whole(token)]
        case .strip(let character, let start, let stop):
            return [.whole(Self.stripped(token, of: character, start: start, stop: stop))]
        case .metaspace(let metaspace):
            defer { hasBegun = true }
            let spaced = token.unicodeScalars.lazy.filter { [hasBegun] in
                hasBegun || metaspace.prependScheme == .never || $0 != metaspace.replacement
            }
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: spaced.map { $0 == metaspace.replacement ? " " : $0 })
            return [.whole(String(scalars))]
        case .spaced:
            defer { hasBegun = true }
            return [.whole(hasBegun ? " " + token : token)]
        case .fuse: return [fused(token)]
        }
    }

    private mutating func fused(_ text: String) -> TokenFragment {
        defer { hasBegun = true }
        return TokenFragment(text: text, begins: !hasBegun, ends: false)
    }

    /// Decodes a run of byte tokens.
    ///
    /// The run is judged as a whole: if any of it is invalid, every byte becomes U+FFFD.
    private mutating func endOfByteRun() -> [TokenFragment] {
        defer { bytes = [] }
        if bytes.isEmpty { return [] }
        if let text = String(validating: bytes, as: UTF8.self) { return [.whole(text)] }
        return bytes.map { _ in .whole("\u{FFFD}") }
    }

    private mutating func stripped(_ fragment: TokenFragment, of character: Unicode.Scalar) -> TokenFragment {
        var rest = fragment.text.unicodeScalars[...]
        while strippable > 0, let first = rest.first {
            if first == character {
                rest.removeFirst()
                strippable -= 1
            } else {
                strippable = 0
            }
        }
        return TokenFragment(text: String(rest), begins: fragment.begins, ends: fragment.ends)
    }

    private static func stripped(_ token: String, of character: Unicode.Scalar, start: Int, stop: Int) -> String {
        // A file may say any number: the text ends the loops.
        var rest = token.unicodeScalars[...]
        var (start, stop) = (start, stop)
        while start > 0, rest.first == character {
            rest.removeFirst()
            start -= 1
        }
        while stop > 0, rest.last == character {
            rest.removeLast()
            stop -= 1
        }
        return String(rest)
    }

    /// The byte of a token such as `<0xE2>`; nil for any other token.
    private static func byte(namedBy token: String) -> UInt8? {
        guard token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">") else { return nil }
        return UInt8(token.dropFirst(3).dropLast(), radix: 16)
    }
}

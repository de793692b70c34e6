internal import Foundation
internal import JSON

/// What a normalizer, a pre-tokenizer or a decoder looks for: a literal text or a regular expression.
///
/// The expressions in tokenizer files are written for the Oniguruma engine; this runs them on ICU, with the two
/// differences that matter translated: `\s` means the Unicode property White_Space (ICU's own omits some of it), and
/// `^`, `$` and `.` know one line end, the line feed.
struct TextPattern: Sendable {
    /// A stretch of a text that either is a match or lies between two.
    struct Piece {
        var text: String
        var isMatch: Bool
    }

    private enum Matcher {
        case literal(String)
        case expression(NSRegularExpression)
    }

    private let matcher: Matcher

    init(literal: String) {
        matcher = .literal(literal)
    }

    init(expression: String) throws {
        matcher = .expression(
            try NSRegularExpression(
                pattern: Self.translated(expression), options: [.anchorsMatchLines, .useUnixLineSeparators]))
    }

    /// Reads `{"String": …}` or `{"Regex": …}`, or a bare string, which older files use for a literal.
    init(_ component: TokenizerComponent) throws(TokenizerError) {
        if let literal = component.value.string {
            self.init(literal: literal)
        } else if let literal = try component.optionalString("String") {
            self.init(literal: literal)
        } else if let expression = try component.optionalString("Regex") {
            do {
                try self.init(expression: expression)
            } catch {
                throw component.fault("the expression \(expression) cannot be read")
            }
        } else {
            throw component.fault("expected a pattern, a \"String\" or a \"Regex\"")
        }
    }

    /// Cuts a text into matches and what lies between them; joined, the pieces are the text.
    func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var end = text.startIndex
        for match in matches(in: text) {
            if end < match.lowerBound {
                pieces.append(Piece(text: String(text[end..<match.lowerBound]), isMatch: false))
            }
            pieces.append(Piece(text: String(text[match]), isMatch: true))
            end = match.upperBound
        }
        if end < text.endIndex { pieces.append(Piece(text: String(text[end...]), isMatch: false)) }
        return pieces
    }

    /// The text with every match replaced; the replacement is literal.
    func replacing(in text: String, with replacement: String) -> String {
        pieces(of: text).map { $0.isMatch ? replacement : $0.text }.joined()
    }

    /// The matches in order and without overlap.
    private func matches(in text: String) -> [Range<String.Index>] {
        switch matcher {
        case .literal(let literal): return literal.isEmpty ? [] : text.utf8.ranges(of: literal.utf8)
        case .expression(let expression):
            let units = text.utf16
            var (index, offset) = (units.startIndex, 0)
            return expression.matches(in: text, range: NSRange(location: 0, length: units.count)).map { match in
                // Stepping from match to match keeps this linear: an offset from the start would not be.
                let lower = units.index(index, offsetBy: match.range.location - offset)
                index = units.index(lower, offsetBy: match.range.length)
                offset = match.range.location + match.range.length
                return lower..<index
            }
        }
    }

    private static func translated(_ expression: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in expression.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "s": result += "p{White_Space}".unicodeScalars
                case "S": result += "P{White_Space}".unicodeScalars
                default: result.append(scalar)
                }
            } else {
                result.append(scalar)
            }
            isEscaped = !isEscaped && scalar == "\\"
        }
        return String(result)
    }
}

internal import Foundation
internal import JSON

/// What a normalizer, a pre-tokenizer or a decoder looks for: a literal text or a regular expression.
///
/// The expressions in tokenizer files are written for the Oniguruma engine; this runs them on ICU, with the two
/// differences that matter translated: `\s` means the Unicode property White_Space (ICU's own omits some of it), and
/// `^`, `$` and `.` know one line end, the line feed.
///
/// The engine backtracks and has limits of its own. What exceeds them or its time is an error: a text that is cut
/// differently than the file says would be worse than none.
package struct TextPattern: Sendable {
    /// A stretch of a text that either is a match or lies between two.
    package struct Piece {
        /// What it says.
        package var text: String

        /// Whether it is a match.
        package var isMatch: Bool
    }

    private enum Matcher {
        case literal(String)
        case expression(NSRegularExpression)
    }

    private let matcher: Matcher

    /// File and part of the file that say it.
    private let place: TokenizerError

    init(literal: String) {
        place = TokenizerError(file: "", reason: "")
        matcher = .literal(literal)
    }

    /// Reads an expression.
    ///
    /// - Parameters:
    ///   - expression: As tokenizer files spell it.
    ///   - place: Where it stands, for messages.
    /// - Throws: Foundation's error if it is none.
    package init(expression: String, at place: TokenizerError) throws {
        self.place = place
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
            guard expression.utf8.count <= Self.longestExpression else {
                throw component.fault(
                    "the expression takes \(expression.utf8.count) bytes, and \(Self.longestExpression) is the most")
            }
            do {
                try self.init(expression: expression, at: component.fault(""))
            } catch {
                throw component.fault("the expression \(expression) cannot be read")
            }
        } else {
            throw component.fault("expected a pattern, a \"String\" or a \"Regex\"")
        }
    }

    /// Cuts a text into matches and what lies between them; joined, the pieces are the text.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - budget: When to give up.
    /// - Returns: The pieces in order, none of them empty but for a match of nothing.
    /// - Throws: ``TokenizerError`` if the expression takes too long or exceeds what the engine can do.
    package func pieces(of text: String, within budget: RewritingBudget) throws(TokenizerError) -> [Piece] {
        Self.pieces(of: text, cutAt: try matches(in: text, within: budget))
    }

    /// Cuts a text at a literal one.
    static func pieces(of text: String, cutAt literal: String) -> [Piece] {
        pieces(of: text, cutAt: ranges(of: literal, in: text))
    }

    /// The text with every match replaced; the replacement is literal.
    ///
    /// - Throws: ``TokenizerError`` as ``pieces(of:within:)``, and if the text becomes far too long.
    func replacing(
        in text: String, with replacement: String, within budget: RewritingBudget
    ) throws(TokenizerError) -> String {
        let pieces = try pieces(of: text, within: budget)
        let matches = pieces.count(where: \.isMatch)
        let (length, overflows) = matches.multipliedReportingOverflow(by: replacement.utf8.count)
        try budget.admit(overflows ? .max : length)
        let result = pieces.map { $0.isMatch ? replacement : $0.text }.joined()
        try budget.admit(result.utf8.count)
        return result
    }

    private static func pieces(of text: String, cutAt matches: [Range<String.Index>]) -> [Piece] {
        var pieces: [Piece] = []
        var end = text.startIndex
        for match in matches {
            if end < match.lowerBound {
                pieces.append(Piece(text: String(text[end..<match.lowerBound]), isMatch: false))
            }
            pieces.append(Piece(text: String(text[match]), isMatch: true))
            end = match.upperBound
        }
        if end < text.endIndex { pieces.append(Piece(text: String(text[end...]), isMatch: false)) }
        return pieces
    }

    private static func ranges(of literal: String, in text: String) -> [Range<String.Index>] {
        literal.isEmpty ? [] : text.utf8.ranges(of: literal.utf8)
    }

    /// The matches in order and without overlap.
    private func matches(in text: String, within budget: RewritingBudget) throws(TokenizerError) -> [Range<
        String.Index
    >] {
        switch matcher {
        case .literal(let literal): return Self.ranges(of: literal, in: text)
        case .expression(let expression):
            let units = text.utf16
            var (index, offset) = (units.startIndex, 0)
            return try places(of: expression, in: text, length: units.count, within: budget).map { place in
                // Stepping from match to match keeps this linear: an offset from the start would not be.
                let lower = units.index(index, offsetBy: place.location - offset)
                index = units.index(lower, offsetBy: place.length)
                offset = place.location + place.length
                return lower..<index
            }
        }
    }

    /// Where an expression matches, in UTF-16 units; the engine reports now and then that it is still at work, and at the end
    /// whether it gave up.
    private func places(
        of expression: NSRegularExpression, in text: String, length: Int, within budget: RewritingBudget
    ) throws(TokenizerError) -> [NSRange] {
        var places: [NSRange] = []
        var failure: String?
        expression.enumerateMatches(
            in: text, options: [.reportProgress, .reportCompletion], range: NSRange(location: 0, length: length)
        ) { match, flags, stop in
            if let match { places.append(match.range) }
            if flags.contains(.internalError) {
                failure = "exceeds what the engine for regular expressions can do"
            } else if flags.contains(.progress), budget.isOver {
                failure = "takes too long"
                stop.pointee = true
            }
        }
        guard let failure else { return places }
        let pattern = expression.pattern
        let shown = pattern.count > Self.mostShown ? pattern.prefix(Self.mostShown) + "…" : pattern[...]
        throw TokenizerError(
            file: place.file, component: place.component,
            reason: "the expression \(shown) \(failure) on a text of \(length) characters")
    }

    /// The longest expression of a file, in bytes: published models have some hundred, and the engine makes far more of them.
    private static let longestExpression = 4096

    /// How much of an expression a message quotes, in characters.
    private static let mostShown = 60

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

/// Text from a file as a person may see it: nothing in it acts on the terminal that shows it.
///
/// A model's folder can hold escape sequences in any of its texts. Shown as they are they set the window's title, clear the
/// screen, or write a message of their own over ours.
package enum SpelledText {
    /// How much of a message is shown, and of one line of it.
    private static let (longestMessage, longestLine) = (20_000, 1_000)

    /// Spells out control characters other than line feed and tab, and those that turn the direction of writing.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The text with `\u{1b}` for an escape.
    package static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: acts) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if acts(scalar) {
                result += spelling(of: scalar).unicodeScalars
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Makes a message fit to be shown: nothing in it acts, and where it quotes very much the middle is left out.
    ///
    /// Messages begin with the place and end with the reason, so both are kept, in every line.
    ///
    /// - Parameter text: A message.
    /// - Returns: One of at most about 20,000 characters, in lines of about 1,000.
    package static func message(_ text: String) -> String { message(text, longest: longestMessage) }

    /// Makes an error's one sentence fit to be shown, in about 1,000 characters in all; see ``message(_:)``.
    package static func sentence(_ text: String) -> String { message(text, longest: longestLine) }

    private static func message(_ text: String, longest: Int) -> String {
        if text.utf8.count <= longestLine, !text.unicodeScalars.contains(where: acts) { return text }
        // Cut before it is spelled out as well: what a file says may be as long as the file.
        let lines = shortened(text, to: longest).split(separator: "\n", omittingEmptySubsequences: false).map {
            shortened(visible(shortened(String($0), to: longestLine)), to: longestLine)
        }
        return shortened(lines.joined(separator: "\n"), to: longest)
    }

    private static func shortened(_ text: String, to most: Int) -> String {
        // Not in what people take for characters: any number of accents may sit on one letter.
        let scalars = text.unicodeScalars
        guard text.utf8.count > most, scalars.count > most else { return text }
        // What is left, and a few words around it, is short enough: a message may pass here more than once.
        let half = (most - 80) / 2
        return "\(String(scalars.prefix(half))) … \(scalars.count - 2 * half) characters … "
            + String(scalars.suffix(half))
    }

    private static func spelling(of scalar: Unicode.Scalar) -> String {
        scalar == "\r" ? "\\r" : "\\u{\(String(scalar.value, radix: 16))}"
    }

    /// Whether a terminal does something at a character instead of showing it.
    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\t": false
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": true
        default: scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        }
    }
}

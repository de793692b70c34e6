/// A source line with a caret line under it, aligned for tabs and for wide characters.
package struct Snippet: CustomStringConvertible {
    /// The two lines.
    package let description: String

    /// The most characters of a line that are shown.
    private static let widest = 120

    /// Shows a line.
    ///
    /// - Parameters:
    ///   - line: The line, without its end.
    ///   - column: Where the caret stands, from 1.
    ///   - length: How many characters are underlined.
    package init(line: Substring, column: Int, length: Int) {
        // A line may be as long as a file: what is not shown is walked over and not kept.
        let isLong = line.prefix(Self.widest + 1).count > Self.widest
        let first = isLong ? max(0, min(column - 1, line.count) - Self.widest / 2) : 0
        let window = Array(line.dropFirst(first).prefix(Self.widest + 1))
        let characters = window.prefix(Self.widest)
        let start = min(max(column - 1 - first, 0), characters.count)
        let end = start + min(max(length, 1), characters.count - start)

        let head = first > 0 ? "…" : ""
        let tail = window.count > characters.count ? "…" : ""
        let shown = characters.map(Self.shown)
        let before = characters[..<start].map { $0 == "\t" ? "\t" : Self.repeated(" ", Self.width(of: $0)) }
        let underlined = characters[start..<end].reduce(0) { $0 + Self.width(of: $1) }

        description =
            head + String(shown) + tail + "\n" + Self.repeated(" ", head.count) + before.joined() + "^"
            + Self.repeated("~", max(0, underlined - 1))
    }

    private static func repeated(_ character: Character, _ count: Int) -> String {
        String(repeating: character, count: count)
    }

    /// A control character could move the terminal's cursor, so it is shown as a replacement.
    private static func shown(_ character: Character) -> Character {
        guard character != "\t" else { return character }
        return character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "\u{FFFD}" : character
    }

    /// How many terminal cells a character takes: two for East Asian wide characters and emoji.
    private static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        let isWide = wide.contains { $0.contains(scalar.value) } || scalar.properties.isEmojiPresentation
        return isWide ? 2 : 1
    }

    /// The blocks whose characters are East Asian wide (Unicode Standard Annex 11), to the block.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]
}

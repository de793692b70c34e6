import Speculation

/// Damage to JSON, YAML and other text that leaves it readable more often than not, so that it comes further.
struct TextDamage: FileDamage {
    func wound(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let parts = TextParts(bytes)
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<5: changeNumber(&bytes, parts, &random)
        case 5..<8: exchangeValues(&bytes, parts, &random)
        case 8..<11: changeMember(&bytes, parts, &random)
        case 11, 12: changeText(&bytes, parts, &random)
        case 13: repeatMember(&bytes, parts, &random)
        case 14: nest(&bytes, parts, &random)
        default: dropBracket(&bytes, parts, &random)
        }
    }

    private func changeNumber(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let numbers = parts.parts.filter { $0.kind == .number }
        guard let number = numbers.randomElement(using: &random) else { return }
        bytes.replaceSubrange(number.range, with: WrongNumber.text(insteadOf: Array(bytes[number.range]), &random))
    }

    /// Puts a value, a key or a whole list where another stands.
    private func exchangeValues(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let values = parts.parts.filter { $0.kind != .close }
        guard let place = values.randomElement(using: &random), let other = values.randomElement(using: &random) else {
            return
        }
        let old = Bool.random(using: &random) ? place.range : whole(place, in: parts)
        let new = bytes[Bool.random(using: &random) ? other.range : whole(other, in: parts)]
        bytes.replaceSubrange(old, with: new)
    }

    /// A value with all that its bracket holds, as far as that is no large part of the file.
    private func whole(_ part: (kind: TextParts.Kind, range: Range<Int>), in parts: TextParts) -> Range<Int> {
        guard part.kind == .open else { return part.range }
        var depth = 0
        for other in parts.parts where other.range.lowerBound >= part.range.lowerBound {
            depth += other.kind == .open ? 1 : other.kind == .close ? -1 : 0
            if depth == 0 { return part.range.lowerBound..<other.range.upperBound }
        }
        return part.range
    }

    /// Drops a member or line, repeats it, or moves it.
    private func changeMember(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let member = member(of: parts, &random)
        let content = Array(bytes[member])
        let place = parts.ends.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.removeSubrange(member)
        case 1: bytes.insert(contentsOf: content, at: place)
        default:
            bytes.insert(contentsOf: content, at: place)
            bytes.removeSubrange(
                place <= member.lowerBound
                    ? member.lowerBound + content.count..<member.upperBound + content.count : member)
        }
    }

    /// Repeats a member very often: lists that are long, and keys that stand there again and again.
    private func repeatMember(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let member = member(of: parts, &random)
        let content = bytes[member].prefix(2000)
        let most = min(Self.mostRepeated / max(content.count, 1), 1 << Int.random(in: 1...13, using: &random))
        let count = Int.random(in: 2...max(most, 2), using: &random)
        bytes.insert(contentsOf: [[UInt8]](repeating: Array(content), count: count).joined(), at: member.lowerBound)
    }

    private func member(of parts: TextParts, _ random: inout SeededRandom) -> Range<Int> {
        let place = Int.random(in: 1..<parts.ends.count, using: &random)
        return parts.ends[place - 1]..<parts.ends[place]
    }

    /// Makes a text long, empty, or one of odd characters.
    private func changeText(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let texts = parts.parts.filter { $0.kind == .quoted || $0.kind == .word }
        guard let text = texts.randomElement(using: &random) else { return }
        let inside =
            text.kind == .quoted && text.range.count >= 2
            ? text.range.lowerBound + 1..<text.range.upperBound - 1 : text.range
        let old = Array(bytes[inside])
        let new: [UInt8] =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: Array([[UInt8]](repeating: old, count: Int.random(in: 0...500, using: &random)).joined())
            case 1:
                Array(
                    String(
                        repeating: Self.odd.randomElement(using: &random) ?? "",
                        count: 1 << Int.random(in: 0...12, using: &random)
                    ).utf8)
            case 2: old + Array((Self.odd.randomElement(using: &random) ?? "").utf8)
            default: Array((Self.odd.randomElement(using: &random) ?? "").utf8)
            }
        bytes.replaceSubrange(inside, with: new.prefix(20_000))
    }

    /// Puts a value, or any place, deep into brackets.
    private func nest(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let depth = 1 << Int.random(in: 0...13, using: &random)
        let (open, close) = Self.brackets.randomElement(using: &random) ?? ("[", "]")
        guard let part = parts.parts.randomElement(using: &random) else { return }
        let range = whole(part, in: parts)
        if Bool.random(using: &random) {
            bytes.insert(contentsOf: String(repeating: close, count: depth).utf8, at: range.upperBound)
        }
        bytes.insert(contentsOf: String(repeating: open, count: depth).utf8, at: range.lowerBound)
    }

    private func dropBracket(_ bytes: inout [UInt8], _ parts: TextParts, _ random: inout SeededRandom) {
        let brackets = parts.parts.filter { $0.kind == .open || $0.kind == .close }
        guard let bracket = brackets.randomElement(using: &random) else { return }
        bytes.removeSubrange(bracket.range)
    }

    /// The most bytes that a member becomes when it is repeated.
    private static let mostRepeated = 200_000

    private static let brackets = [
        ("[", "]"), ("{\"a\":", "}"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("(", ")"), ("{{", "}}"),
        ("{% if a %}", "{% endif %}"),
    ]

    private static let odd = [
        "", " ", "a", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\", "\\n", "\u{0}", "\u{1B}[2J", "\u{85}", "\u{202E}",
        "é", "e\u{301}",
        "\u{301}", "木", "👩‍💻", "\u{FFFD}", "▁", "Ġ", "<0x41>", "../", "/", "*a ", "&a ", "!!int ", "<<: ", "%", "#", ": ",
        "- ", "|", ">",
        "(a+)+b", "[^", "(?=", "\\p{L}+", ".*", "((((", "{1,1000}",
    ]
}

/// Splits a source into tokens by the rules of jinja2 with `trim_blocks` and `lstrip_blocks`.
///
/// A tag at the start of a line takes the white space before it away, and the line feed after it. A '-' at either end of a
/// tag takes all white space on that side, a '+' none.
struct Lexer {
    let source: SourceText
    var index = 0
    private(set) var tokens: [Token] = []

    /// Whether what was read last ended with a line feed.
    private var startsLine = true

    init(_ source: SourceText) { self.source = source }

    /// The tokens of the whole source.
    static func tokens(of source: SourceText) throws(TemplateError) -> [Token] {
        var lexer = Lexer(source)
        while try lexer.readData() {}
        lexer.add(.end, at: source.units.count)
        return lexer.tokens
    }

    mutating func add(_ kind: Token.Kind, at index: Int) { tokens.append(Token(kind: kind, index: index)) }
}

extension Lexer {
    private enum Tag {
        case raw(end: Int)
        case comment
        case statement
        case print
    }

    /// Reads text up to the next tag, and the tag; false at the end of the source.
    private mutating func readData() throws(TemplateError) -> Bool {
        let start = index
        guard start < source.units.count else { return false }
        var place = start
        while place < source.units.count {
            if unit(place) == "{", let tag = tag(at: place) {
                let sign = unit(place + 2)
                let isPrint = if case .print = tag { true } else { false }
                addData(start..<place, sign: sign, stripsLine: !isPrint)
                index = place + (sign == "-" || sign == "+" ? 3 : 2)
                startsLine = false
                switch tag {
                case .raw(let end): try readRaw(from: end)
                case .comment: try readComment()
                case .statement: try readTag(.statementBegin, at: place)
                case .print: try readTag(.printBegin, at: place)
                }
                return true
            }
            place += 1
        }
        addText(start..<source.units.count)
        index = source.units.count
        return false
    }

    private func tag(at place: Int) -> Tag? {
        switch unit(place + 1) {
        case "{": return .print
        case "#": return .comment
        case "%":
            var rest = place + 2
            if unit(rest) == "-" || unit(rest) == "+" { rest += 1 }
            rest = skipSpace(from: rest)
            guard matches("raw", at: rest) else { return .statement }
            rest = skipSpace(from: rest + 3)
            if matches("-%}", at: rest) { return .raw(end: skipSpace(from: rest + 3)) }
            return matches("%}", at: rest) ? .raw(end: rest + 2) : .statement
        default: return nil
        }
    }

    /// Adds text before a tag whose opening has a sign or none.
    private mutating func addData(_ range: Range<Int>, sign: Unicode.Scalar?, stripsLine: Bool) {
        var end = range.upperBound
        if sign == "-" {
            while end > range.lowerBound, isSpace(end - 1) { end -= 1 }
        } else if sign != "+", stripsLine {
            var start = end
            while start > range.lowerBound, isSpace(start - 1), unit(start - 1) != "\n" { start -= 1 }
            let beginsLine = start > range.lowerBound ? unit(start - 1) == "\n" : startsLine
            if beginsLine { end = start }
        }
        addText(range.lowerBound..<end)
    }

    private mutating func addText(_ range: Range<Int>) {
        if !range.isEmpty { add(.data(Text(source.units[range])), at: range.lowerBound) }
    }

    private mutating func readComment() throws(TemplateError) {
        let start = index
        var place = start
        while place < source.units.count {
            if let end = tagEnd("#}", at: place) {
                move(to: end)
                return
            }
            place += 1
        }
        // jinja2 does not mind a comment that nothing follows.
        guard start < source.units.count else { return }
        throw source.error("a comment '{#' is not closed with '#}'", at: start - 2)
    }

    private mutating func readRaw(from start: Int) throws(TemplateError) {
        move(to: start)
        var place = start
        while place < source.units.count {
            if matches("{%", at: place) {
                var rest = place + 2
                let sign = unit(rest)
                if sign == "-" || sign == "+" { rest += 1 }
                rest = skipSpace(from: rest)
                if matches("endraw", at: rest), let end = tagEnd("%}", at: skipSpace(from: rest + 6)) {
                    addData(start..<place, sign: sign, stripsLine: true)
                    move(to: end)
                    return
                }
            }
            place += 1
        }
        guard start < source.units.count else { return }
        throw source.error("a raw block is not closed with '{% endraw %}'", at: start)
    }

    /// Where reading goes on after the end of a statement, comment or raw block that stands here; nil if none does.
    func tagEnd(_ closing: String, at place: Int) -> Int? {
        if unit(place) == "-", matches(closing, at: place + 1) { return skipSpace(from: place + 3) }
        if unit(place) == "+", matches(closing, at: place + 1) { return place + 3 }
        guard matches(closing, at: place) else { return nil }
        return unit(place + 2) == "\n" ? place + 3 : place + 2
    }

    mutating func move(to end: Int) {
        index = end
        startsLine = end > 0 && unit(end - 1) == "\n"
    }
}

extension Lexer {
    /// The scalar at an index; nil beyond the end.
    func unit(_ index: Int) -> Unicode.Scalar? {
        index < source.units.count ? Unicode.Scalar(source.units[index]) : nil
    }

    func isSpace(_ index: Int) -> Bool {
        index < source.units.count && CharacterClass.isSpace(source.units[index])
    }

    func skipSpace(from start: Int) -> Int {
        var place = start
        while isSpace(place) { place += 1 }
        return place
    }

    func matches(_ word: String, at start: Int) -> Bool {
        var place = start
        for scalar in word.unicodeScalars {
            guard unit(place) == scalar else { return false }
            place += 1
        }
        return true
    }
}

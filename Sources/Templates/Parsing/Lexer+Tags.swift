extension Lexer {
    /// Reads what stands between the opening and the end of a statement or print tag.
    mutating func readTag(_ opening: Token.Kind, at start: Int) throws(TemplateError) {
        add(opening, at: start)
        var open: [Unicode.Scalar] = []
        let isPrint = opening == .printBegin
        while index < source.units.count {
            if open.isEmpty, let end = isPrint ? printEnd(at: index) : tagEnd("%}", at: index) {
                add(isPrint ? .printEnd : .statementEnd, at: index)
                move(to: end)
                return
            }
            if isSpace(index) {
                index = skipSpace(from: index)
            } else if try !readNumber(), try !readName(), try !readString() {
                try readSymbol(&open)
            }
        }
    }

    private func printEnd(at place: Int) -> Int? {
        if matches("-}}", at: place) { return skipSpace(from: place + 3) }
        return matches("}}", at: place) ? place + 2 : nil
    }

    private mutating func readName() throws(TemplateError) -> Bool {
        var end = index
        while end < source.units.count, CharacterClass.isWord(source.units[end]) { end += 1 }
        guard end > index else { return false }
        guard CharacterClass.beginsWord(source.units[index]) else {
            throw source.error("a name does not begin with a digit or mark", at: index)
        }
        add(.name(Text.string(of: source.units[index..<end])), at: index)
        index = end
        return true
    }

    private mutating func readString() throws(TemplateError) -> Bool {
        guard let quote = unit(index), quote == "'" || quote == "\"" else { return false }
        var end = index + 1
        while let scalar = unit(end), scalar != quote { end += scalar == "\\" ? 2 : 1 }
        guard end < source.units.count else {
            throw source.error("a string lacks its closing \(quote == "'" ? "\"'\"" : "'\"'")", at: index)
        }
        var literal = StringLiteral(source: source, range: index + 1..<end)
        add(.string(try literal.text()), at: index)
        index = end + 1
        return true
    }

    private mutating func readSymbol(_ open: inout [Unicode.Scalar]) throws(TemplateError) {
        let two = ["//", "**", "==", "!=", ">=", "<="].first { matches($0, at: index) }
        guard let scalar = unit(index), two != nil || "+-/*%~[](){}><=.:|,;".unicodeScalars.contains(scalar) else {
            let spelled = Text.string(of: source.units[index..<index + 1])
            throw source.error("'\(spelled)' means nothing in a tag", at: index)
        }
        let symbol = two ?? String(Character(scalar))
        switch symbol {
        case "{": open.append("}")
        case "(": open.append(")")
        case "[": open.append("]")
        case "}", ")", "]":
            guard let expected = open.popLast() else { throw source.error("'\(symbol)' closes nothing", at: index) }
            guard expected == scalar else {
                throw source.error("expected '\(expected)', found '\(symbol)'", at: index)
            }
        default: break
        }
        add(.symbol(symbol), at: index)
        index += symbol.unicodeScalars.count
    }
}

extension Parser {
    /// Reads text and tags up to a statement of one of these names, which stays the token at hand, or to the end of the
    /// template.
    mutating func parseStatements(
        until ends: [String], opening: (name: String, position: TemplatePosition)?
    ) throws(TemplateError) -> [SyntaxStatement] {
        var statements: [SyntaxStatement] = []
        while true {
            let place = position
            switch token.kind {
            case .data(let text):
                advance()
                statements.append(try statement(.data(text), at: place, holding: 0))
            case .printBegin:
                advance()
                let value = try parseTuple()
                try expect(.printEnd)
                statements.append(try statement(.print(value), at: place, holding: value.height))
            case .statementBegin:
                advance()
                if case .name(let name) = token.kind, ends.contains(name) { return statements }
                try enter()
                statements += try parseStatement(ends)
                leave()
                try expect(.statementEnd)
            default:
                guard let opening else { return statements }
                throw source.error(
                    "'\(opening.name)' is not closed with '\(ends.joined(separator: "' or '"))'", at: opening.position)
            }
        }
    }

    /// Reads the rest of an opening tag and the statements up to one of these names.
    mutating func parseBody(
        until ends: [String], opening: (name: String, position: TemplatePosition)
    ) throws(TemplateError) -> [SyntaxStatement] {
        _ = skip(symbol: ":")
        try expect(.statementEnd)
        return try parseStatements(until: ends, opening: opening)
    }

    private mutating func parseStatement(_ ends: [String]) throws(TemplateError) -> [SyntaxStatement] {
        let place = position
        let name = try expectName()
        switch name {
        case "if": return [try parseIf(at: place)]
        case "for": return [try parseFor(at: place)]
        case "set": return [try parseSet(at: place)]
        case "print": return try parsePrint(at: place)
        default: return [try parseRarerStatement(name, ends, at: place)]
        }
    }

    private mutating func parseRarerStatement(
        _ name: String, _ ends: [String], at place: TemplatePosition
    ) throws(TemplateError) -> SyntaxStatement {
        switch name {
        case "macro": try parseMacro(at: place)
        case "call": try parseCallBlock(at: place)
        case "generation": try parseGeneration(at: place)
        case "filter": try parseFilterBlock(at: place)
        case "with": try parseWith(at: place)
        case "break", "continue": try parseLeave(name, at: place)
        default: throw unknownStatement(name, ends, at: place)
        }
    }

    private func parseLeave(_ name: String, at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        guard isInLoop else { throw source.error("'\(name)' stands in no loop", at: place) }
        return try statement(.leave(name == "break" ? .break : .continue), at: place, holding: 0)
    }

    private func unknownStatement(_ name: String, _ ends: [String], at place: TemplatePosition) -> TemplateError {
        if ["include", "import", "from", "extends", "block", "autoescape"].contains(name) {
            return source.error("'\(name)' has no use in a chat template and is not supported", at: place)
        }
        let known = [
            "if", "for", "set", "macro", "call", "generation", "filter", "with", "print", "break", "continue",
        ]
        let hint = NearestName.hint(for: name, among: ends + known)
        return source.error("\(quoted(name)) is no statement that can stand here\(hint)", at: place)
    }

    private mutating func parseIf(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        var branches: [SyntaxBranch] = []
        var otherwise: [SyntaxStatement] = []
        var height = 0
        while true {
            let test = try parseTuple(allowsConditional: false)
            let body = try parseBody(until: ["elif", "else", "endif"], opening: ("if", place))
            branches.append(SyntaxBranch(test: test, body: body))
            height = max(height, test.height, body.height)
            if skip(name: "elif") { continue }
            if skip(name: "else") {
                otherwise = try parseBody(until: ["endif"], opening: ("if", place))
                height = max(height, otherwise.height)
            }
            advance()
            return try statement(.conditional(branches, otherwise: otherwise), at: place, holding: height)
        }
    }

    private mutating func parseFor(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        let target = try parseTarget(allowsAttributes: false)
        try expect(.name("in"))
        let elements = try parseTuple(allowsConditional: false)
        let test = skip(name: "if") ? try parseExpression() : nil
        let isRecursive = skip(name: "recursive")
        let outer = isInLoop
        isInLoop = true
        let body = try parseBody(until: ["endfor", "else"], opening: ("for", place))
        isInLoop = outer && !isRecursive
        var otherwise: [SyntaxStatement] = []
        if skip(name: "else") { otherwise = try parseBody(until: ["endfor"], opening: ("for", place)) }
        isInLoop = outer
        advance()
        let loop = SyntaxLoop(
            target: target, elements: elements, test: test, isRecursive: isRecursive, body: body, otherwise: otherwise)
        let height = max(elements.height, test?.height ?? 0, body.height, otherwise.height)
        return try statement(.loop(loop), at: place, holding: height)
    }

    private mutating func parseSet(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        let target = try parseTarget(allowsAttributes: true)
        if skip(symbol: "=") {
            let value = try parseTuple()
            return try statement(.set(target, value), at: place, holding: value.height)
        }
        let filter = try parseBlockFilters()
        let body = try parseBody(until: ["endset"], opening: ("set", place))
        advance()
        return try statement(
            .capture(target, filter: filter, body), at: place, holding: max(filter?.height ?? 0, body.height))
    }

    /// Reads what a value is assigned to: names, tuples of names, attributes of namespaces.
    private mutating func parseTarget(allowsAttributes: Bool) throws(TemplateError) -> SyntaxTarget {
        try enter()
        var targets: [SyntaxTarget] = []
        var isTuple = false
        while !isTupleEnd {
            targets.append(try parseSingleTarget(allowsAttributes: allowsAttributes))
            guard skip(symbol: ",") else { break }
            isTuple = true
        }
        leave()
        if !isTuple, let single = targets.first { return single }
        guard isTuple else { throw fault(expected: "a name to assign to") }
        return .tuple(targets)
    }

    private mutating func parseSingleTarget(allowsAttributes: Bool) throws(TemplateError) -> SyntaxTarget {
        if skip(symbol: "(") {
            let target: SyntaxTarget =
                isSymbol(")") ? .tuple([]) : try parseTarget(allowsAttributes: false)
            try expect(symbol: ")")
            return target
        }
        guard case .name(let name) = token.kind, !["true", "false", "none", "True", "False", "None"].contains(name)
        else {
            throw fault(expected: "a name to assign to")
        }
        advance()
        guard allowsAttributes, skip(symbol: ".") else { return .name(name) }
        return .attribute(of: name, try expectName())
    }

    private mutating func parseWith(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        var pairs: [(target: SyntaxTarget, value: SyntaxExpression)] = []
        while token.kind != .statementEnd {
            if !pairs.isEmpty { try expect(symbol: ",") }
            let target = try parseTarget(allowsAttributes: false)
            try expect(symbol: "=")
            pairs.append((target, try parseExpression()))
        }
        let body = try parseBody(until: ["endwith"], opening: ("with", place))
        advance()
        let height = pairs.reduce(body.height) { max($0, $1.value.height) }
        return try statement(.with(pairs, body), at: place, holding: height)
    }

    private mutating func parseFilterBlock(at place: TemplatePosition) throws(TemplateError) -> SyntaxStatement {
        var filter = try parseFilter(of: nil)
        while skip(symbol: "|") { filter = try parseFilter(of: filter) }
        let body = try parseBody(until: ["endfilter"], opening: ("filter", place))
        advance()
        return try statement(.filter(filter, body), at: place, holding: max(filter.height, body.height))
    }

    private mutating func parsePrint(at place: TemplatePosition) throws(TemplateError) -> [SyntaxStatement] {
        var statements: [SyntaxStatement] = []
        while token.kind != .statementEnd {
            if !statements.isEmpty { try expect(symbol: ",") }
            let value = try parseExpression()
            statements.append(try statement(.print(value), at: place, holding: value.height))
        }
        return statements
    }
}

extension [SyntaxStatement] {
    /// How many statements and expressions stand in one another in the deepest of these.
    var height: Int { reduce(0) { Swift.max($0, $1.height) } }
}

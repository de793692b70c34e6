extension Parser {
    /// Reads attributes, items and calls after an operand.
    mutating func parsePostfix(_ operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        var operand = operand
        while true {
            switch token.kind {
            case .symbol("."): operand = try parseAttribute(of: operand)
            case .symbol("["): operand = try parseSubscript(of: operand)
            case .symbol("("): operand = try parseCall(of: operand)
            default: return operand
            }
        }
    }

    /// Reads filters and tests after an operand.
    mutating func parseFilters(_ operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        var operand = operand
        while true {
            switch token.kind {
            case .symbol("|"):
                advance()
                operand = try parseFilter(of: operand)
            case .name("is"): operand = try parseTest(of: operand)
            case .symbol("("): operand = try parseCall(of: operand)
            default: return operand
            }
        }
    }

    private mutating func parseAttribute(of operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        advance()
        let place = position
        switch token.kind {
        case .name(let name):
            advance()
            return try expression(.attribute(operand, name), at: place)
        case .integer(let value):
            advance()
            return try expression(.item(operand, try expression(.constant(.integer(value)), at: place)), at: place)
        default: throw fault(expected: "a name or a whole number after '.'")
        }
    }

    private mutating func parseSubscript(of operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        let place = position
        advance()
        var keys: [SyntaxExpression] = []
        while !isSymbol("]") {
            if !keys.isEmpty { try expect(symbol: ",") }
            if let slice = try parseSlice(of: operand, at: place) {
                guard keys.isEmpty, isSymbol("]") else { throw fault(expected: "']' after a slice") }
                advance()
                return slice
            }
            keys.append(try parseExpression())
            if isSymbol(":") {
                guard keys.count == 1 else { throw fault(expected: "']'") }
                let slice = try parseSlice(of: operand, at: place, start: keys[0])
                guard let slice, isSymbol("]") else { throw fault(expected: "']' after a slice") }
                advance()
                return slice
            }
        }
        try expect(symbol: "]")
        let key = keys.count == 1 ? keys[0] : try expression(.tuple(keys), at: place)
        return try expression(.item(operand, key), at: place)
    }

    /// Reads a slice from its first colon on; nil when none stands here.
    private mutating func parseSlice(
        of operand: SyntaxExpression, at place: TemplatePosition, start: SyntaxExpression? = nil
    ) throws(TemplateError) -> SyntaxExpression? {
        guard skip(symbol: ":") else { return nil }
        var parts: [SyntaxExpression?] = [nil, nil]
        if !isSymbol(":"), !isSymbol("]"), !isSymbol(",") { parts[0] = try parseExpression() }
        if skip(symbol: ":"), !isSymbol("]"), !isSymbol(",") { parts[1] = try parseExpression() }
        return try expression(.slice(operand, start: start, stop: parts[0], step: parts[1]), at: place)
    }

    private mutating func parseCall(of operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        let place = position
        return try expression(.call(operand, try parseArguments()), at: place)
    }

    /// Reads a filter's name and arguments.
    mutating func parseFilter(of operand: SyntaxExpression?) throws(TemplateError) -> SyntaxExpression {
        let place = position
        let name = try parseDottedName()
        let arguments = isSymbol("(") ? try parseArguments() : SyntaxArguments()
        return try expression(.filter(operand, name, arguments), at: place)
    }

    /// Reads filters after each other, the first of which applies to a block; nil when there are none.
    mutating func parseBlockFilters() throws(TemplateError) -> SyntaxExpression? {
        var operand: SyntaxExpression?
        while skip(symbol: "|") { operand = try parseFilter(of: operand) }
        return operand
    }

    private mutating func parseDottedName() throws(TemplateError) -> String {
        var name = try expectName()
        while skip(symbol: ".") { name += "." + (try expectName()) }
        return name
    }

    private mutating func parseTest(of operand: SyntaxExpression) throws(TemplateError) -> SyntaxExpression {
        advance()
        let isNegated = skip(name: "not")
        let place = position
        let name = try parseDottedName()
        var arguments = SyntaxArguments()
        switch token.kind {
        case .symbol("("): arguments = try parseArguments()
        case .name("else"), .name("or"), .name("and"): break
        case .name("is"): throw source.error("tests cannot follow each other", at: token.index)
        case .name, .string, .integer, .real, .symbol("["), .symbol("{"):
            try enter()
            arguments.positional = [try parsePostfix(try parsePrimary())]
            leave()
        default: break
        }
        let test = try expression(.test(operand, name, arguments), at: place)
        return isNegated ? try expression(.not(test), at: place) : test
    }

    /// Reads the arguments of a call, from '(' to ')'.
    private mutating func parseArguments() throws(TemplateError) -> SyntaxArguments {
        var arguments = SyntaxArguments()
        try expect(symbol: "(")
        var isFirst = true
        while !isSymbol(")") {
            if !isFirst {
                try expect(symbol: ",")
                if isSymbol(")") { break }
            }
            isFirst = false
            try parseArgument(into: &arguments)
        }
        try expect(symbol: ")")
        return arguments
    }

    private mutating func parseArgument(into arguments: inout SyntaxArguments) throws(TemplateError) {
        let start = token.index
        func ensure(_ condition: Bool) throws(TemplateError) {
            guard condition else { throw source.error("an argument in the wrong order", at: start) }
        }
        if isSymbol("*") {
            try ensure(arguments.list == nil && arguments.dictionary == nil)
            advance()
            arguments.list = try parseExpression()
        } else if isSymbol("**") {
            try ensure(arguments.dictionary == nil)
            advance()
            arguments.dictionary = try parseExpression()
        } else if case .name(let name) = token.kind, following.kind == .symbol("=") {
            try ensure(arguments.dictionary == nil)
            guard !arguments.keywords.contains(where: { $0.name == name }) else {
                throw source.error("the argument \(quoted(name)) is given twice", at: start)
            }
            advance()
            advance()
            arguments.keywords.append((name, try parseExpression()))
        } else {
            try ensure(arguments.list == nil && arguments.dictionary == nil && arguments.keywords.isEmpty)
            arguments.positional.append(try parseExpression())
        }
    }
}

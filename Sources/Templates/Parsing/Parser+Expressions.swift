extension Parser {
    /// Reads one expression; a conditional one only where that is allowed.
    mutating func parseExpression(allowsConditional: Bool = true) throws(TemplateError) -> SyntaxExpression {
        try nested { (parser) throws(TemplateError) in
            allowsConditional ? try parser.parseConditional() : try parser.parseOr()
        }
    }

    private mutating func parseConditional() throws(TemplateError) -> SyntaxExpression {
        let start = position
        var value = try parseOr()
        while skip(name: "if") {
            let test = try parseOr()
            let otherwise = skip(name: "else") ? try parseExpression() : nil
            value = try expression(.conditional(value, test: test, otherwise: otherwise), at: start)
        }
        return value
    }

    private mutating func parseOr() throws(TemplateError) -> SyntaxExpression {
        var left = try parseAnd()
        while isName("or") {
            let place = position
            advance()
            left = try expression(.or(left, try parseAnd()), at: place)
        }
        return left
    }

    private mutating func parseAnd() throws(TemplateError) -> SyntaxExpression {
        var left = try parseNot()
        while isName("and") {
            let place = position
            advance()
            left = try expression(.and(left, try parseNot()), at: place)
        }
        return left
    }

    private mutating func parseNot() throws(TemplateError) -> SyntaxExpression {
        var places: [TemplatePosition] = []
        while isName("not") {
            places.append(position)
            advance()
        }
        var operand = try parseComparison()
        for place in places.reversed() { operand = try expression(.not(operand), at: place) }
        return operand
    }

    private mutating func parseComparison() throws(TemplateError) -> SyntaxExpression {
        let first = try parseSum()
        let place = position
        var rest: [(Comparison, SyntaxExpression)] = []
        while let comparison = parseComparisonSign() { rest.append((comparison, try parseSum())) }
        return rest.isEmpty ? first : try expression(.comparison(first, rest), at: place)
    }

    private mutating func parseComparisonSign() -> Comparison? {
        if skip(name: "in") { return .contained }
        if isName("not"), following.kind == .name("in") {
            advance()
            advance()
            return .notContained
        }
        guard case .symbol(let symbol) = token.kind, let comparison = Comparison(rawValue: symbol) else { return nil }
        advance()
        return comparison
    }

    private mutating func parseSum() throws(TemplateError) -> SyntaxExpression {
        var left = try parseConcatenation()
        while let operation = parseOperation(["+", "-"]) {
            left = try expression(.arithmetic(left, operation.0, try parseConcatenation()), at: operation.1)
        }
        return left
    }

    private mutating func parseConcatenation() throws(TemplateError) -> SyntaxExpression {
        var parts = [try parseProduct()]
        let place = position
        while skip(symbol: "~") { parts.append(try parseProduct()) }
        return parts.count == 1 ? parts[0] : try expression(.concatenation(parts), at: place)
    }

    private mutating func parseProduct() throws(TemplateError) -> SyntaxExpression {
        var left = try parsePower()
        while let operation = parseOperation(["*", "/", "//", "%"]) {
            left = try expression(.arithmetic(left, operation.0, try parsePower()), at: operation.1)
        }
        return left
    }

    private mutating func parsePower() throws(TemplateError) -> SyntaxExpression {
        var left = try parseUnary()
        while let operation = parseOperation(["**"]) {
            left = try expression(.arithmetic(left, operation.0, try parseUnary()), at: operation.1)
        }
        return left
    }

    private mutating func parseOperation(_ symbols: [String]) -> (Arithmetic.Operation, TemplatePosition)? {
        guard case .symbol(let symbol) = token.kind, symbols.contains(symbol),
            let operation = Arithmetic.Operation(rawValue: symbol)
        else { return nil }
        let place = position
        advance()
        return (operation, place)
    }

    private mutating func parseUnary() throws(TemplateError) -> SyntaxExpression {
        var signs: [(isMinus: Bool, place: TemplatePosition)] = []
        while isSymbol("-") || isSymbol("+") {
            signs.append((isSymbol("-"), position))
            advance()
        }
        var operand = try parsePostfix(try parsePrimary())
        for sign in signs.reversed() {
            let kind: SyntaxExpression.Kind = sign.isMinus ? .negation(operand) : .plus(operand)
            operand = try parsePostfix(try expression(kind, at: sign.place))
        }
        return try parseFilters(operand)
    }

    /// Reads a name, a literal, or what stands in brackets.
    mutating func parsePrimary() throws(TemplateError) -> SyntaxExpression {
        let place = position
        switch token.kind {
        case .name(let name):
            advance()
            switch name {
            case "true", "True": return try expression(.constant(.boolean(true)), at: place)
            case "false", "False": return try expression(.constant(.boolean(false)), at: place)
            case "none", "None": return try expression(.constant(.none), at: place)
            default: return try expression(.name(name), at: place)
            }
        case .string(var text):
            advance()
            while case .string(let more) = token.kind {
                text += more
                advance()
            }
            return try expression(.constant(.string(text)), at: place)
        case .integer(let value):
            advance()
            return try expression(.constant(.integer(value)), at: place)
        case .real(let value):
            advance()
            return try expression(.constant(.real(value)), at: place)
        case .symbol("("):
            advance()
            let inside = try parseTuple(isInParentheses: true)
            try expect(symbol: ")")
            return inside
        case .symbol("["): return try expression(.list(try parseElements(closing: "]")), at: place)
        case .symbol("{"): return try parseDictionary()
        default: throw fault(expected: "an expression")
        }
    }

    /// Reads expressions between commas: a tuple, or a single one without a comma.
    ///
    /// - Parameters:
    ///   - allowsConditional: Whether `a if b` may stand here.
    ///   - end: A word that ends the tuple, as `in` does.
    ///   - isInParentheses: Whether there may be none.
    mutating func parseTuple(
        allowsConditional: Bool = true, end: String? = nil, isInParentheses: Bool = false
    ) throws(TemplateError) -> SyntaxExpression {
        let place = position
        var parts: [SyntaxExpression] = []
        var isTuple = false
        while !isTupleEnd(end) {
            parts.append(try parseExpression(allowsConditional: allowsConditional))
            guard skip(symbol: ",") else { break }
            isTuple = true
        }
        if !isTuple, let single = parts.first { return single }
        guard isTuple || isInParentheses else { throw fault(expected: "an expression") }
        return try expression(.tuple(parts), at: place)
    }

    /// Tells whether a tuple ends at the token at hand.
    func isTupleEnd(_ word: String?) -> Bool {
        switch token.kind {
        case .printEnd, .statementEnd, .symbol(")"): true
        case .name(let name): name == word
        default: false
        }
    }

    private mutating func parseElements(closing: String) throws(TemplateError) -> [SyntaxExpression] {
        advance()
        var parts: [SyntaxExpression] = []
        while !isSymbol(closing) {
            if !parts.isEmpty { try expect(symbol: ",") }
            if isSymbol(closing) { break }
            parts.append(try parseExpression())
        }
        try expect(symbol: closing)
        return parts
    }

    private mutating func parseDictionary() throws(TemplateError) -> SyntaxExpression {
        let place = position
        advance()
        var pairs: [(key: SyntaxExpression, value: SyntaxExpression)] = []
        while !isSymbol("}") {
            if !pairs.isEmpty { try expect(symbol: ",") }
            if isSymbol("}") { break }
            let key = try parseExpression()
            try expect(symbol: ":")
            pairs.append((key, try parseExpression()))
        }
        try expect(symbol: "}")
        return try expression(.dictionary(pairs), at: place)
    }
}
